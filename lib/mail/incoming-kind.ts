import { senderAddress } from "@/lib/config/mail-settings";
import type { IncomingMail } from "./fetch-incoming";

/** `report`: a mail server's, that a mail did not arrive. `automatic`: a machine wrote it. `own`: it came round from us. */
export type IncomingKind = "answer" | "automatic" | "report" | "own";

/**
 * What a mail that came in is, by its head. Takes whose mails would be our own, addresses in any case. Rules of RFC
 * 3834 (2: Auto-Submitted, Precedence; 3.1.8: null sender), RFC 5321 (4.5.5: reports have a null sender) and RFC 3464 (multipart/report),
 * and what programs that know none of them write instead.
 */
export function kindOfIncoming(
  { from, headers }: Pick<IncomingMail, "from" | "headers">,
  own: readonly string[],
): IncomingKind {
  const sender = (senderAddress(from) ?? from).toLowerCase();
  const head = (name: string) => headers.get(name)?.trim().toLowerCase() ?? "";
  const isNull = head("return-path") === "<>";
  const isMarked = /^auto-/.test(head("auto-submitted"));
  if (own.some((address) => address.toLowerCase() === sender)) return "own";
  if (isReport(sender, head) || (isNull && !isMarked)) return "report";
  const isBulk = /^(bulk|junk|list|auto_reply)$/.test(head("precedence"));
  const isReplying = ["x-autoreply", "x-autorespond", "x-autoresponder"].some((name) => headers.has(name));
  return isMarked || isNull || isBulk || isReplying ? "automatic" : "answer";
}

/** Delivery reports; a report that a mail was read (RFC 8098) is one too. */
function isReport(sender: string, head: (name: string) => string): boolean {
  const [local = ""] = sender.split("@");
  const type = head("content-type");
  return (
    /^multipart\/report\b/.test(type) ||
    /^(mailer-daemon|mail-daemon)$/.test(local) ||
    head("x-failed-recipients") !== ""
  );
}
