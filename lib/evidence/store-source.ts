import type { Source } from "@/lib/db/generated/client";
import { sourceRow } from "./schema";
import type { SourceRow } from "./types";

/** The columns of a source, from the form that files bring. */
export function storeSource(row: SourceRow) {
  const { id, original_title, publisher_note, publication_date, publication_date_note, ...rest } = row;
  const { original_url, listing_url, url_note, translated_from, data_date, ...same } = rest;
  return {
    ...same,
    key: id,
    originalTitle: original_title,
    publisherNote: publisher_note,
    publicationDate: publication_date,
    publicationDateNote: publication_date_note,
    originalUrl: original_url,
    listingUrl: listing_url,
    urlNote: url_note,
    translatedFrom: translated_from,
    dataDate: data_date,
  };
}

/** The stored source as a file would bring it; throws where it does not fit the schema. */
export function unstoreSource({
  id: _id,
  campaignId: _campaign,
  position: _position,
  ...row
}: Source): SourceRow {
  const { key, originalTitle, publisherNote, publicationDate, publicationDateNote, ...rest } = row;
  const { originalUrl, listingUrl, urlNote, translatedFrom, dataDate, ...same } = rest;
  return sourceRow.parse({
    ...same,
    id: key,
    original_title: originalTitle,
    publisher_note: publisherNote,
    publication_date: publicationDate,
    publication_date_note: publicationDateNote,
    original_url: originalUrl,
    listing_url: listingUrl,
    url_note: urlNote,
    translated_from: translatedFrom,
    data_date: dataDate,
  });
}
