import { existsSync, writeFileSync } from "node:fs";
import { OperatorError } from "@/lib/config/operator-error";
import { isUuid } from "@/lib/db/uuid";
import type { PacketMove } from "@/lib/letters/move-packet";
import { findPacket } from "@/lib/letters/packet-queries";
import { SHEETS, type SheetName } from "@/lib/letters/paper-sizes";
import { isMeant, say, sayHarmless } from "../terminal";
import { printAgain } from "./print-again";
import { type Given, type LettersDesk, requireText, type Subcommand, textOf } from "./subcommand";

const MOVES = ["delivered", "refused", "returned"] as const satisfies readonly PacketMove[];

/** Puts letters that wait into a packet and prints it, prints it again, or says what became of it. */
export const packet: Subcommand = {
  usage: "TARGET --to FILE.pdf | print ID --to FILE.pdf",
  does: "letters to be carried, with a cover (--addressee TEXT, --paper letter); packet delivered|refused|returned ID says what became of it (--note TEXT, --even-so, --yes)",
  words: { least: 1, most: 2 },
  options: {
    to: { type: "string" },
    addressee: { type: "string" },
    paper: { type: "string" },
    note: { type: "string" },
    "even-so": { type: "boolean" },
    yes: { type: "boolean" },
  },
  run: async (desk, given) => {
    const [first = "", second = ""] = given.positionals;
    const move = MOVES.find((known) => known === first);
    const [note, evenSo] = [textOf(given, "note") ?? null, given.values["even-so"] === true];
    if (move) await moveIt(desk, { id: second, to: move, note, evenSo }, given.values.yes === true);
    else if (first === "print") await print(desk, second, printingOf(given));
    else await make(desk, first, given);
  },
};

async function make(desk: LettersDesk, target: string, given: Given): Promise<void> {
  const printing = printingOf(given);
  const addressee = textOf(given, "addressee") ?? null;
  // Imported late, like all of packets: what draws takes as long to load as all other commands together.
  const { makePacket } = await import("@/lib/letters/make-packet");
  const made = await makePacket(desk, { campaign: await desk.campaign(), target, addressee });
  if (!made.ok) throw new OperatorError(WHY_NOT[made.reason]);
  say(`Packet ${made.id}`);
  await print(desk, made.id, printing);
}

type Printing = { file: string; paper: SheetName };

function printingOf(given: Given): Printing {
  const file = requireText(given, "to");
  const paper = SHEETS.find((known) => known === (textOf(given, "paper") ?? "a4"));
  if (!paper) throw new OperatorError(`--paper is one of ${SHEETS.join(", ")}.`);
  if (existsSync(file)) throw new OperatorError(`${file} is there already; name another file.`);
  return { file, paper };
}

async function print(desk: LettersDesk, id: string, { file, paper }: Printing): Promise<void> {
  const { printPacket } = await import("@/lib/letters/print-packet");
  const printed = await printPacket(desk, { id, paper, appUrl: desk.settings.APP_URL });
  if (!printed.ok && printed.reason === "undrawable")
    throw new OperatorError(`The cover has letters that cannot be printed: ${printed.characters.join(" ")}`);
  if (!printed.ok) throw new OperatorError(WHY_NOT[printed.reason]);
  // Names and letters of people: for its maker's eyes.
  writeFileSync(file, printed.pdf, { mode: 0o600, flag: "wx" });
  say(`${file}: a cover and ${printed.letters} letters`);
  for (const [reason, count] of Object.entries(printed.leftOut))
    if (count > 0) say(`Left out, ${reason}: ${count}`);
}

const WHY_NOT = {
  "unknown-target": "There is no such office; npm run targets -- list names them.",
  "nothing-waits": "No letter waits to be carried there.",
  "long-addressee": "The addressee may have 200 characters.",
  unknown: "There is no such packet; npm run letters -- packets names them.",
  "nothing-left":
    "Nothing of this packet can be printed any more: its letters were taken back, or are forgotten.",
  "was-moved": "It was said before what became of this packet.",
  "long-note": "A note may have 1,000 characters.",
} as const;

type Moved = { id: string; to: PacketMove; note: string | null; evenSo: boolean };

async function moveIt(desk: LettersDesk, moved: Moved, yes: boolean): Promise<void> {
  const { id, to } = moved;
  if (to !== "delivered" && !yes && !(await isLastWord(desk, id, to))) return;
  const { movePacket } = await import("@/lib/letters/move-packet");
  const done = await movePacket(desk, moved);
  if (!done.ok && done.reason === "taken-back")
    throw new OperatorError(
      `Nothing is written down: letters taken back since it was printed: ${done.letters}. ${printAgain(moved.id)}\nWhere the old print was carried, or they were pulled out of it, add --even-so.`,
    );
  if (!done.ok) throw new OperatorError(WHY_NOT[done.reason]);
  say(`${moved.to}: ${done.letters} letters`);
  if (done.takenBack > 0) say(`Taken back by their writers before, and not counted: ${done.takenBack}`);
}

const TYPED = { refused: "refuse", returned: "return" } as const;

/** What was handed over can still come back; this nobody can unsay, and every writer in the packet is told. */
async function isLastWord({ pool }: LettersDesk, id: string, to: keyof typeof TYPED): Promise<boolean> {
  const head = isUuid(id) ? await findPacket(pool, id) : null;
  if (!head) throw new OperatorError(WHY_NOT.unknown);
  const { office, addressee, madeAt } = head;
  const whose = [office.name, addressee].filter(Boolean).join(", for ");
  sayHarmless(`Packet of ${madeAt.toISOString().slice(0, 10)} to ${whose}.`);
  say(`Writers of its letters read that they were ${to}. It can never be taken back.`);
  return await isMeant(TYPED[to]);
}
