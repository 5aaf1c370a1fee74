import { existsSync, writeFileSync } from "node:fs";
import { OperatorError } from "@/lib/config/operator-error";
import { makePacket, type PacketDesk } from "@/lib/letters/make-packet";
import { movePacket, type PacketMove } from "@/lib/letters/move-packet";
import { SHEETS, type SheetName } from "@/lib/letters/paper-sizes";
import { printPacket } from "@/lib/letters/print-packet";
import { say } from "../terminal";
import { type Given, type Subcommand, textOf } from "./subcommand";

type PacketContext = PacketDesk & { appUrl: string };

const MOVES = ["delivered", "refused", "returned"] as const satisfies readonly PacketMove[];

const OPTIONS = {
  to: { type: "string" },
  addressee: { type: "string" },
  paper: { type: "string" },
  note: { type: "string" },
} as const;

/** Puts letters that wait into a packet and prints it, prints it again, or says what became of it. */
export const packet: Subcommand = {
  usage: "TARGET | print ID --to FILE.pdf [--paper letter]",
  does: "letters to be carried, into one PDF (--addressee TEXT); packet delivered|refused|returned ID says what became of it (--note TEXT)",
  words: { least: 1, most: 2 },
  options: OPTIONS,
  run: async (desk, given) => {
    const context = { ...desk, appUrl: desk.settings.APP_URL };
    const { first, second, to, addressee, paper, note } = readGiven(given);
    const move = MOVES.find((known) => known === first);
    if (move) return await sayMoved(context, { id: second, to: move, note });
    if (first === "print") return await print(context, { id: second, to, paper });
    refuseExisting(to);
    const made = await makePacket(context, { campaign: await desk.campaign(), target: first, addressee });
    if (!made.ok) throw new OperatorError(WHY_NOT[made.reason]);
    say(`Packet ${made.id}: ${made.letters} letters.`);
    await print(context, { id: made.id, to, paper });
  },
};

function readGiven(given: Given) {
  const [first = "", second = ""] = given.positionals;
  const paper = SHEETS.find((known) => known === (textOf(given, "paper") ?? "a4"));
  if (!paper) throw new OperatorError("The paper is a4 or letter.");
  const text = (name: keyof typeof OPTIONS) => textOf(given, name) ?? null;
  return { first, second, to: text("to"), addressee: text("addressee"), note: text("note"), paper };
}

type Printing = { id: string; to: string | null; paper: SheetName };

async function print({ appUrl, ...desk }: PacketContext, { id, to, paper }: Printing): Promise<void> {
  const file = refuseExisting(to);
  const printed = await printPacket(desk, { id, paper, appUrl });
  if (!printed.ok && printed.reason === "undrawable")
    throw new OperatorError(`The cover has letters that cannot be printed: ${printed.characters.join(" ")}`);
  if (!printed.ok) throw new OperatorError(WHY_NOT[printed.reason]);
  // Names and letters of people: for its maker's eyes.
  writeFileSync(file, printed.pdf, { mode: 0o600, flag: "wx" });
  say(`${printed.letters} letters with their cover are in ${file}.`);
  for (const [reason, count] of Object.entries(printed.leftOut))
    if (count > 0) say(`Left out, ${reason}: ${count}`);
}

function refuseExisting(file: string | null): string {
  if (file === null) throw new OperatorError("Where to? Give --to FILE.pdf");
  if (existsSync(file)) throw new OperatorError(`${file} is there already; name another file.`);
  return file;
}

const WHY_NOT = {
  "unknown-target": "There is no such office; npm run targets -- list names them.",
  "nothing-waits": "No letter waits to be carried there.",
  "long-addressee": "The addressee may have 200 characters.",
  unknown: "There is no such packet; npm run letters -- packets names them.",
  "nothing-left":
    "Nothing of this packet can be printed any more: its letters were taken back, or are forgotten.",
  "was-moved": "This packet was refused, returned or delivered already.",
  "long-note": "A note may have 1,000 characters.",
} as const;

type Moved = { id: string; to: PacketMove; note: string | null };

async function sayMoved({ pool, actor, now }: PacketContext, { id, to, note }: Moved): Promise<void> {
  const moved = await movePacket({ pool, actor, now }, { id, to, note });
  if (!moved.ok) throw new OperatorError(WHY_NOT[moved.reason]);
  say(
    `${to}: ${moved.letters} letters${moved.takenBack > 0 ? `; taken back before: ${moved.takenBack}` : ""}`,
  );
}
