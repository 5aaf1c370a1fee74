import { PLACES_PER_MAILBOX } from "./limits";

/**
 * SQL of one row with the first free `place` of a signature's mailbox under its petition; null where all are taken. Takes
 * the SQL of that signature's row. Another may take the place meanwhile, which the unique key (petition, mailbox, place)
 * answers.
 */
export function freePlace(signature: string): string {
  return `SELECT min(places.place) AS place FROM ${signature} t, generate_series(1, ${PLACES_PER_MAILBOX}) AS places(place)
    WHERE NOT EXISTS (SELECT 1 FROM signature o WHERE o.petition_id = t.petition_id AND o.email_hash = t.email_hash AND o.place = places.place)`;
}

/** … of the signature whose id is `$1`. */
export const FREE_PLACE_OF_ID = freePlace("(SELECT * FROM signature WHERE id = $1)");
