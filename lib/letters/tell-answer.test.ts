import { beforeEach, expect, test } from "vitest";
import { issueToken } from "@/lib/crypto/token";
import { testDatabase } from "@/lib/testing/test-database";
import { makeCampaign } from "@/lib/testing/world";
import { DAY } from "@/lib/time/durations";
import { tellingAnswer } from "./answer-schema";
import { forgetReplies } from "./forget-replies";
import { moderateReply } from "./moderate-reply";
import { ownAnswers } from "./own-answers";
import { shownReplies } from "./reply-queries";
import { tellAnswer } from "./tell-answer";
import { makeLetter, makeOffice } from "./test-letters";

const world = await testDatabase();
const { db, keys, pool } = world;
const NOW = new Date("2026-03-18T12:00:00Z");
const later = (span: number) => new Date(NOW.getTime() + span);
const office = await makeOffice(world, (await makeCampaign(db)).id);
const token = (id: string, until = later(DAY)) => issueToken(keys, "own-letter", id, until);
const at = (now = NOW) => ({ pool, keys, now });
const show = (id: string, text = "Die Botschaft lehnt ab.") =>
  moderateReply(pool, { id, to: "shown", text, actor: "command:letters", now: NOW });
const hide = (id: string) => moderateReply(pool, { id, to: "hidden", actor: "command:letters", now: NOW });

beforeEach(async () => {
  await pool.query("TRUNCATE letter_reply CASCADE");
});

test("a writer has one word per letter and may change it; it moves no verified state and ends the questions", async () => {
  const { id } = await makeLetter(world, office, { state: "delivered", askAt: NOW });
  const link = token(id);
  expect(await tellAnswer(at(), link, { answer: "none", text: "thrown away", offer: "on" })).toEqual({
    ok: true,
    status: "answered",
  });
  expect((await ownAnswers(db, keys, id)).told).toEqual({
    answer: "none",
    gist: "",
    text: "",
    isOffered: false,
    at: NOW,
  });
  const told = { answer: "returned", gist: "Zurück", text: "Zpět\n거부", offer: "on" } as const;
  const both = await Promise.all([
    tellAnswer(at(later(1)), link, told),
    tellAnswer(at(later(1)), link, told),
  ]);
  expect(both).toEqual([
    { ok: true, status: "answered" },
    { ok: true, status: "answered" },
  ]);
  expect((await ownAnswers(db, keys, id)).told).toEqual({
    answer: "returned",
    gist: "Zurück",
    text: "Zpět\n거부",
    isOffered: true,
    at: later(1),
  });
  expect(await db.letterReply.count()).toBe(1);
  expect(await db.letter.findUniqueOrThrow({ where: { id } })).toMatchObject({
    state: "delivered",
    askAt: null,
  });
});

test("wrong, late and foreign links, letters that have not left, are gone or erased: nothing is told", async () => {
  const { id } = await makeLetter(world, office);
  const queued = await makeLetter(world, office, { state: "draft" });
  const erased = await makeLetter(world, office);
  await pool.query(
    "UPDATE letter SET name_enc = NULL, email_enc = NULL, subject_enc = NULL, body_enc = NULL, reply_tag_hash = NULL, erased_at = $2 WHERE id = $1",
    [erased.id, NOW],
  );
  const tell = async (link: string) => {
    const told = await tellAnswer(at(), link, { answer: "real" });
    return told.ok ? "told" : told.reason;
  };
  expect(await tell("")).toBe("unknown");
  expect(await tell(issueToken(keys, "manage-signature", id, later(DAY)))).toBe("unknown");
  expect(await tell(token(id, later(-1)))).toBe("expired");
  expect(await tell(token("00000000-0000-4000-8000-000000000000"))).toBe("gone");
  expect(await tell(token(queued.id))).toBe("not-left");
  expect(await tell(token(erased.id))).toBe("erased");
  expect(await db.letterReply.count()).toBe(0);
});

test("what is shown is the moderator's wording alone, of what was offered, until it is hidden, changed or erased", async () => {
  const { id } = await makeLetter(world, office);
  const link = token(id);
  await tellAnswer(at(), link, { answer: "real", text: "Jan Novák schrieb mir" });
  const { id: reply } = await db.letterReply.findFirstOrThrow();
  expect(await show(reply)).toEqual({ ok: false, reason: "not-offered" });
  await tellAnswer(at(), link, { answer: "real", text: "Jan Novák schrieb mir", offer: "on" });
  expect(await show(reply)).toEqual({ ok: true, changed: true });
  expect(await show(reply)).toEqual({ ok: true, changed: false });
  expect(await shownReplies(db, office.id)).toEqual([
    { id: reply, via: "told", answer: "real", week: "2026-03-16", text: "Die Botschaft lehnt ab." },
  ]);
  expect(await hide(reply)).toEqual({ ok: true, changed: true });
  expect(await shownReplies(db, office.id)).toEqual([]);
  expect(await db.journalEntry.findMany({ where: { kind: "hide-reply" } })).toMatchObject([
    { subjectId: reply },
  ]);
  await show(reply);
  await tellAnswer(at(), link, { answer: "form" });
  expect(await shownReplies(db, office.id)).toEqual([]);
  await tellAnswer(at(), link, { answer: "form", gist: "x", offer: "on" });
  await show(reply);
  const client = await pool.connect();
  await forgetReplies(client, id).finally(() => client.release());
  expect(await shownReplies(db, office.id)).toEqual([]);
  expect(await ownAnswers(db, keys, id)).toMatchObject({ told: { answer: "form", gist: "", text: "" } });
  const audits = await db.auditEntry.findMany({ where: { action: "moderate-reply" } });
  expect(audits).toHaveLength(4);
  expect(JSON.stringify(audits.map(({ detail }) => detail))).not.toMatch(/Botschaft|Novák/);
});

test.each([
  ["", "empty"],
  [" \n", "empty"],
  ["x".repeat(1_001), "too-long"],
  ["a\u202eb", "hidden-characters"],
  ["a\u0000b", "hidden-characters"],
  ["Write to jan@example.org", "names-an-address"],
])("a moderator's words %j are refused as %s", async (text, reason) => {
  expect(await show("00000000-0000-4000-8000-000000000000", text)).toEqual({ ok: false, reason });
});

test("nobody shows what is no answer, or is not there", async () => {
  const { id } = await makeLetter(world, office);
  await tellAnswer(at(), token(id), { answer: "none" });
  const { id: reply } = await db.letterReply.findFirstOrThrow();
  expect(await show(reply)).toEqual({ ok: false, reason: "no-answer" });
  expect(await show("00000000-0000-4000-8000-000000000000")).toEqual({ ok: false, reason: "unknown" });
  expect(await show("x")).toEqual({ ok: false, reason: "unknown" });
});

const fields = { token: "t", answer: "real" };
test.each([
  [{ ...fields, answer: "yes" }, "answer"],
  [{ token: "t" }, "answer"],
  [{ ...fields, token: "" }, "token"],
  [{ ...fields, text: "x".repeat(5_001) }, "text"],
  [{ ...fields, text: "a\u0000" }, "text"],
  [{ ...fields, text: "a\u2066b" }, "text"],
  [{ ...fields, text: "\ud800" }, "text"],
  [{ ...fields, gist: "a\nb" }, "gist"],
  [{ ...fields, gist: "x".repeat(301) }, "gist"],
  [{ ...fields, offer: "yes" }, "offer"],
])("%j is refused at %s", (sent, field) => {
  const read = tellingAnswer.safeParse(sent);
  expect(read.error?.issues.map(({ path }) => path[0])).toEqual([field]);
});

test("a form's line breaks are one kind", () => {
  expect(tellingAnswer.parse({ ...fields, text: " a\r\nb\rc " }).text).toBe("a\nb\nc");
});
