import type { RenderedMail } from "./render-mail";

/**
 * Mails with marks, by name, that need not be rendered first. Here there are none; a build of the worker puts all of
 * `markAllMails` in this file's place, for a worker that starts in a surge has no second to load the templates.
 */
export const MARKED_MAILS: Readonly<Record<string, RenderedMail>> = {};
