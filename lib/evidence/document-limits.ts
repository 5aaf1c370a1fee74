/** Bytes of a file. A report with pictures has some 5 MB; sealed, a document takes a third more. */
export const LARGEST_DOCUMENT = 20 * 1024 * 1024;
/** Characters of all its text; a book of a thousand pages has 3 million. */
export const MOST_TEXT = 10_000_000;
export const MOST_PAGES = 3_000;
/** How long reading one may take, in milliseconds. */
export const READING_TIME = 30_000;
/** Memory that reading one may take, all told, in MB: a small file can unfold to any size. */
export const READING_MEMORY = 400;
