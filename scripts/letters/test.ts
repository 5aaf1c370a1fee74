import { OperatorError } from "@/lib/config/operator-error";
import { sendTestLetter } from "@/lib/letters/send-test-letter";
import { readAddress } from "@/lib/mail/address";
import { say } from "../terminal";
import { PREVIEW_OPTIONS, requirePreview } from "./preview";
import { requireText, type Subcommand } from "./subcommand";

/** A template, as a letter to an office would arrive, in one's own mailbox. */
export const test: Subcommand = {
  usage: "TEMPLATE --target KEY --to ADDRESS [--locale L] [--disputed]",
  does: "the same, mailed to yourself",
  words: { least: 1, most: 1 },
  options: { ...PREVIEW_OPTIONS, to: { type: "string" } },
  run: async (desk, given) => {
    const read = readAddress(requireText(given, "to"));
    if (!read.ok) throw new OperatorError("--to is no address that mail can be sent to.");
    const sent = await sendTestLetter(desk.pool, desk, await requirePreview(desk, given), read.address);
    if (!sent.ok) throw new OperatorError("This is the address of an office; a test goes to yourself.");
    say(`A worker sends it to ${read.address.deliverable}; without a mail provider it is in /outbox.`);
  },
};
