import { useTranslations } from "next-intl";
import type { OwnSignatureView } from "@/lib/signatures/types";

export type OwnAct = "display" | "news" | "download" | "withdraw" | "delete" | "erase";

/** What can be done with a signature as it stands, in the order of the page. */
export function actsFor({ state, email, updates, newsUndoUntil }: OwnSignatureView): OwnAct[] {
  const isThere = state === "pending" || state === "confirmed";
  const acts: [OwnAct, boolean][] = [
    ["display", isThere && email !== null],
    ["news", isThere && (updates || newsUndoUntil !== null)],
    ["download", true],
    ["withdraw", state === "confirmed"],
    ["delete", state === "pending"],
    ["erase", state !== "pending" && email !== null],
  ];
  return acts.flatMap(([act, possible]) => (possible ? [act] : []));
}

/** The section of an act on the page. */
export const actId = (act: OwnAct) => `act-${act}`;

/** Leads past all that is stored: leaving must not be further away than joining. */
export function OwnActLinks({ signature }: { signature: OwnSignatureView }) {
  const t = useTranslations("signature");
  return (
    <nav className="mt-8" aria-labelledby="acts">
      <h2 id="acts">{t("acts")}</h2>
      <ul className="act-links">
        {actsFor(signature).map((act) => (
          <li key={act}>
            <a className="tap" href={`#${actId(act)}`}>
              {t(`${act}Title`)}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
