import type pg from "pg";
import type { KeyRing } from "@/lib/crypto/keys";
import type { PrismaClient } from "@/lib/db/generated/client";
import { dispatchLetters } from "@/lib/letters/dispatch-letters";
import { eraseLetter } from "@/lib/letters/erase-letter";
import { moderateReply } from "@/lib/letters/moderate-reply";
import { noteReply } from "@/lib/letters/note-reply";
import { replyAddress, replyTagHash, replyToken } from "@/lib/letters/reply-address";
import { storeReply } from "@/lib/letters/store-reply";
import { tellAnswer } from "@/lib/letters/tell-answer";
import { letterFields, testWriters } from "@/lib/letters/test-writers";
import { HOUR, MINUTE } from "@/lib/time/durations";

/** Every way a letter's writer can stand to a campaign; `offered`: would have the answer shown, and nobody decided yet. */
export const WRITER_KINDS = ["drafting", "queued", "sent", "offered", "shown", "erased"] as const;
export type WriterKind = (typeof WRITER_KINDS)[number];
/** An invented writer; `reason` stands in the letter, in the office's answer and in what is told of it. */
export type PlantedWriter = { kind: WriterKind; name: string; email: string; reason: string };

/** What a moderator made of an answer: the one thing of all this that is public. */
export const MODERATED = "Die Botschaft bestätigt den Eingang, mehr nicht.";

type Planting = {
  pool: pg.Pool;
  db: PrismaClient;
  keys: KeyRing;
  campaign: { id: string; slug: string };
  now: Date;
};
const DOMAIN = "example.org";

/** Writes so many letters of each kind and takes each where its kind says, through the commands that a site uses. */
export async function plantWriters(planting: Planting, each: number): Promise<PlantedWriter[]> {
  const { campaign, now } = planting;
  const writers = testWriters(planting);
  await writers.template(campaign, now);
  const planted = WRITER_KINDS.flatMap((kind, nth) =>
    Array.from({ length: each }, (_, index) => writer(kind, nth, index)),
  );
  for (const one of planted) {
    const office = await writers.office(campaign, now);
    const text = `Vážená paní,\n\n${one.reason}\n\nS úctou\n${one.name}`;
    const sent = { name: one.name, email: one.email, text, claims: "", subject: one.reason, followUp: "on" };
    if (one.kind === "drafting") await writers.write({ ...letterFields(campaign, office), ...sent }, now);
    else await takeFurther(planting, one, await writers.confirmed(campaign, office, now, sent));
  }
  return planted;
}

/** Letters instead of figures, as planted-people.ts has them, and none of theirs. */
function writer(kind: WriterKind, nth: number, index: number): PlantedWriter {
  const letters = String.fromCharCode(117 + nth, 97 + index, 107);
  return {
    kind,
    name: `Wjera Qwzxplant${letters} Pjotrowna`,
    email: `qwzxplant${letters}@example.org`,
    reason: `Grund vqxzplant${letters} bleibt geheim`,
  };
}

type Confirmed = { id: string; token: string };

async function takeFurther(planting: Planting, { kind, reason }: PlantedWriter, { id, token }: Confirmed) {
  if (kind === "queued") return;
  const { pool, keys, now } = planting;
  await dispatchLetters({ pool, keys, clock: () => now });
  // As when somebody has released it, for these letters are alike, and its mail has left.
  await pool.query(
    "UPDATE letter SET state = 'sent', held_for = NULL, left_at = $2, state_at = $2, reply_tag_hash = $3 WHERE id = $1",
    [id, now, replyTagHash(replyToken(keys, id))],
  );
  await answer(planting, id, reason);
  const later = new Date(now.getTime() + MINUTE);
  const told = {
    answer: "real",
    gist: reason,
    text: reason,
    offer: kind === "sent" ? undefined : ("on" as const),
  } as const;
  await tellAnswer({ pool, keys, now: later }, token, told);
  if (kind === "shown") await showAll(planting, id);
  if (kind === "erased") await eraseLetter({ pool, keys, now: later }, token);
}

async function answer({ pool, keys, now }: Planting, letter_id: string, reason: string): Promise<void> {
  const to = replyAddress(keys, letter_id, DOMAIN);
  await noteReply({ pool, domain: DOMAIN }, { providerId: letter_id, at: now, addresses: [to] }, now);
  const { rows } = await pool.query<{ id: string; target_id: string }>(
    "SELECT id, target_id FROM letter_reply WHERE letter_id = $1",
    [letter_id],
  );
  const mail = {
    from: reason,
    subject: reason,
    text: reason,
    note: null,
    headers: new Map(),
    attachments: [],
  };
  const file = {
    id: "x",
    name: reason,
    contentType: "text/plain",
    size: 1,
    content: Buffer.from(reason),
    note: null,
  };
  await storeReply(
    { pool, keys },
    { ...(rows[0] ?? { id: "", target_id: "" }), letter_id, provider_id: letter_id, kind: "answer" },
    { mail, files: [file] },
    now,
  );
}

async function showAll({ pool, db, now }: Planting, letterId: string): Promise<void> {
  for (const { id } of await db.letterReply.findMany({ where: { letterId } })) {
    const shown = {
      id,
      to: "shown",
      text: MODERATED,
      actor: "command:letters",
      now: new Date(now.getTime() + HOUR),
    } as const;
    const done = await moderateReply(pool, shown);
    if (!done.ok) throw new Error(done.reason);
  }
}
