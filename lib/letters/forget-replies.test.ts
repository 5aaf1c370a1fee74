import { expect, test } from "vitest";
import { issueToken } from "@/lib/crypto/token";
import { inTransaction } from "@/lib/db/transaction";
import { DAY, HOUR } from "@/lib/time/durations";
import { expireReplies, forgetReplies } from "./forget-replies";
import { ownAnswers } from "./own-answers";
import { later, NOW, replyWorld } from "./reply-world.setup";
import { tellAnswer } from "./tell-answer";
import { makeLetter } from "./test-letters";

const world = await replyWorld();
const { db, pool, keys, office, receive, tell, comesIn, onlyReply, forwarded } = world;

test("who erases a letter gets no answer to it any more, nothing that comes is kept, and what had come is destroyed", async () => {
  const letter = await makeLetter(world, office);
  await comesIn(letter.token, { attachments: [{ name: "a.pdf", content: Buffer.from("a") }] });
  await receive();
  const coming = await comesIn(letter.token, {}, later(1));
  const written = await db.letterReply.findFirstOrThrow({ where: { kind: "answer" } });
  await pool.query(
    "UPDATE letter_reply SET moderation = 'shown', shown_text = 'Sie lehnen ab.' WHERE id = $1",
    [written.id],
  );
  const erasing = await pool.connect();
  try {
    await erasing.query("BEGIN");
    await erasing.query(
      "UPDATE letter SET name_enc = NULL, email_enc = NULL, email_hash = NULL, subject_enc = NULL, body_enc = NULL, reply_tag_hash = NULL, erased_at = $2 WHERE id = $1",
      [letter.id, NOW],
    );
    await forgetReplies(erasing, letter.id);
    // Fetched and told of while the erasure is under way.
    const meanwhile = Promise.all([tell(coming.id, coming.to), receive(later(2))]);
    await erasing.query("COMMIT");
    await meanwhile;
  } finally {
    erasing.release();
  }
  await receive(later(DAY));
  expect(await tell("after", coming.to)).toBe(0);
  expect(await onlyReply()).toMatchObject({
    id: written.id,
    receivedAt: new Date("2026-03-05T00:00:00Z"),
    said: null,
    shownText: "Sie lehnen ab.",
    providerId: null,
    attachments: [],
  });
  expect(await forwarded(letter.email)).toEqual([]);
});

test("after its term nothing is left of what was said but that it was, and what is shown", async () => {
  const { id, token } = await makeLetter(world, office);
  await comesIn(token, { attachments: [{ name: "a.pdf", content: Buffer.from("a") }] });
  await receive();
  expect((await ownAnswers(db, keys, id)).came).toMatchObject([{ kind: "answer", isForwarded: true }]);
  expect(await expireReplies(pool, later(27 * DAY))).toBe(0);
  expect(await expireReplies(pool, later(29 * DAY))).toBe(1);
  expect(await expireReplies(pool, later(29 * DAY))).toBe(0);
  expect((await ownAnswers(db, keys, id)).came).toMatchObject([{ kind: "answer", isForwarded: null }]);
  expect(await onlyReply()).toMatchObject({
    kind: "answer",
    receivedAt: new Date("2026-03-05T00:00:00Z"),
    said: null,
    providerId: null,
    forwardId: null,
    attachments: [],
  });
});

test("that a writer was here to tell that nothing came is known by its day alone, at its term or when they erase", async () => {
  for (const forget of [
    () => expireReplies(pool, later(29 * DAY)),
    (id: string) => inTransaction(pool, (client) => forgetReplies(client, id)),
  ]) {
    await pool.query("TRUNCATE letter_reply CASCADE");
    const { id } = await makeLetter(world, office);
    const token = issueToken(keys, "own-letter", id, later(DAY));
    const told = await tellAnswer({ pool, keys, now: later(HOUR + 1) }, token, { answer: "none" });
    expect(told).toMatchObject({ ok: true });
    await forget(id);
    expect(await onlyReply()).toMatchObject({ answer: "none", receivedAt: new Date("2026-03-05T00:00:00Z") });
  }
  expect(await expireReplies(pool, later(29 * DAY))).toBe(0);
});
