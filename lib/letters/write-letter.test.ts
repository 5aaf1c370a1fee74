import { createHash, randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { makeCampaign } from "@/lib/testing/world";
import { HOUR, MINUTE } from "@/lib/time/durations";
import { openBody } from "./sealed-letter";
import { later, NOW, writersWorld } from "./writers-world.setup";

const { db, keys, pool, writers, campaign, office: seoul, fieldsFor } = await writersWorld();
const tokyo = await writers.office(campaign, NOW);

const stored = async () => [await db.letter.count(), await db.outboxMail.count()];

test("a letter is a sealed draft, and its mailbox is asked; nothing of it stands in clear anywhere", async () => {
  const fields = fieldsFor();
  expect(await writers.write(fields, NOW)).toEqual({ ok: true });
  const letter = await db.letter.findFirstOrThrow({ include: { events: true } });
  expect(letter).toMatchObject({
    state: "draft",
    channel: "mail",
    locale: "ko",
    language: "en",
    unchanged: false,
  });
  expect(letter.events.map(({ kind, actor }) => [kind, actor])).toEqual([["draft", "writer"]]);
  expect(letter.expiresAt).toEqual(later(48 * HOUR));
  const body = openBody(keys, letter.bodyEnc ?? new Uint8Array());
  expect(body.text).toBe(fields.text);
  expect(body.notes).toHaveLength(1);
  expect(body.claims).toEqual(["jiste"]);
  expect(body.own).toMatch(/^Moje babička \S+ to zažila\.$/);
  const { rows } = await pool.query(
    "SELECT row_to_json(l)::text || row_to_json(m)::text AS all FROM letter l, outbox_mail m",
  );
  for (const secret of [fields.name, fields.email, "babička", fields.subject, "Ødegård"])
    expect(rows[0].all).not.toContain(secret);
  const mail = await db.outboxMail.findFirstOrThrow();
  expect(mail).toMatchObject({ kind: "confirm-letter", priority: 1, subjectId: letter.id, locale: "ko" });
});

test("a letter left as its template gave it is known as such, one with a word changed is not", async () => {
  const text =
    "Vážená paní, vážený pane,\n\nPíšu vám.\n\nLidé byli vráceni. [1]\n\nDěkuji.\n\nS úctou\nŁucja Ødegård 李\nPoland";
  await writers.write(fieldsFor({ text }), NOW);
  await writers.write(fieldsFor({ text: text.replace("Děkuji", "Děkuji vám") }), NOW);
  await writers.write(fieldsFor({ text, subject: "Something else" }), NOW);
  expect(
    (await db.letter.findMany({ orderBy: { unchanged: "asc" } })).map(({ unchanged }) => unchanged),
  ).toEqual([false, false, true]);
});

test("a mark needs its source, a source its template, and a disputed one the writer's yes", async () => {
  const refused = async (sent: Record<string, string>) => {
    const result = await writers.write(fieldsFor(sent), NOW);
    return "errors" in result ? result.errors : result;
  };
  expect(await refused({ text: "Lidé. [2]" })).toEqual({ text: "unknown-note" });
  expect(await refused({ text: "Lidé.", claims: "cizi" })).toEqual({ claims: "invalid" });
  expect(await refused({ text: "Mnoho. [1]", claims: "sporne" })).toEqual({ confirmed: "required" });
  expect(await stored()).toEqual([0, 0]);
  expect(
    await writers.write(fieldsFor({ text: "Mnoho. [1]", claims: "sporne", confirmed: "sporne" }), NOW),
  ).toEqual({ ok: true });
});

test("sources that no mark leads to stay behind", async () => {
  await writers.write(fieldsFor({ text: "Mnoho. [2]", claims: "jiste sporne", confirmed: "sporne" }), NOW);
  const { bodyEnc } = await db.letter.findFirstOrThrow();
  const { text, notes } = openBody(keys, bodyEnc ?? new Uint8Array());
  expect([text, notes.length]).toEqual(["Mnoho. [1]", 1]);
});

test("what is not there, not open, or may not be mailed is refused, and nothing is kept", async () => {
  const paused = await makeCampaign(db, { state: "paused" });
  const hidden = await makeCampaign(db, { state: "draft" });
  const unchecked = await db.target.create({
    data: {
      ...(await db.target.findUniqueOrThrow({ where: { id: seoul.id } })),
      id: randomUUID(),
      key: "nepoznany",
    },
  });
  const reasonOf = async (sent: Record<string, string>) => {
    const result = await writers.write(fieldsFor(sent), NOW);
    return result.ok || result.reason;
  };
  expect(await reasonOf({ campaign: "zadna" })).toBe("unknown");
  expect(await reasonOf({ campaign: hidden.slug })).toBe("unknown");
  expect(await reasonOf({ campaign: paused.slug })).toBe("closed");
  expect(await reasonOf({ target: "zadny" })).toBe("unknown-office");
  expect(await reasonOf({ template: "zadna" })).toBe("unknown-version");
  expect(await reasonOf({ version: "7" })).toBe("unknown-version");
  expect(await reasonOf({ language: "ru" })).toBe("unknown-version");
  expect(await reasonOf({ target: unchecked.key })).toBe("not-by-platform");
  await pool.query("UPDATE campaign SET letters_frozen_at = $1, letters_frozen_by = 'x' WHERE id = $2", [
    NOW,
    campaign.id,
  ]);
  expect(await reasonOf({})).toBe("not-by-platform");
  await pool.query("UPDATE campaign SET letters_frozen_at = NULL, letters_frozen_by = NULL");
  expect(await stored()).toEqual([0, 0]);
  expect(await reasonOf({ target: unchecked.key, channel: "hand-over" })).toBe(true);
  expect(await stored()).toEqual([1, 1]);
});

test("a letter that could never be printed is not taken in to be carried; by mail it goes", async () => {
  const carried = { target: tokyo.key, channel: "hand-over" };
  const named = fieldsFor({ ...carried, name: "مريم" });
  named.text = named.text?.replace("Łucja Ødegård 李", "مريم") ?? "";
  const characters = ["م", "ر", "ي"];
  expect(await writers.write(named, NOW)).toEqual({ ok: false, reason: "undrawable", characters });
  expect(await writers.write(fieldsFor({ ...carried, subject: "Přestaňte 😀" }), NOW)).toMatchObject({
    characters: ["😀"],
  });
  expect(await stored()).toEqual([0, 0]);
  expect(await writers.write({ ...named, channel: "mail" }, NOW)).toEqual({ ok: true });
  expect(await writers.write(fieldsFor(carried), NOW)).toEqual({ ok: true });
  expect(await stored()).toEqual([2, 2]);
});

test("a filled trap is thanked and dropped", async () => {
  expect(await writers.write(fieldsFor({ website: "http://spam.example" }), NOW)).toEqual({ ok: true });
  expect(await stored()).toEqual([0, 0]);
});

test("one network sends twenty letters an hour; the next hour it may again", async () => {
  for (let sent = 0; sent < 20; sent += 1) await writers.write(fieldsFor(), NOW, "192.0.2.7");
  expect(await writers.write(fieldsFor(), later(MINUTE), "192.0.2.7")).toEqual({
    ok: false,
    reason: "too-many",
    retryAfter: 3_540,
  });
  expect(await writers.write(fieldsFor(), later(MINUTE), "192.0.2.8")).toEqual({ ok: true });
  expect(await writers.write(fieldsFor(), later(HOUR), "192.0.2.7")).toEqual({ ok: true });
});

test("a mailbox has three drafts at most, also written at once; whoever sends more hears nothing of it", async () => {
  const email = `${randomUUID()}@example.org`;
  const results = await Promise.all(
    Array.from({ length: 8 }, (_, n) =>
      writers.write(fieldsFor({ email: email.replace("@", `+${n}@`) }), NOW),
    ),
  );
  expect(results).toEqual(results.map(() => ({ ok: true })));
  expect(await stored()).toEqual([3, 3]);
});

test("the same letter sent twice is one; to another office it is another", async () => {
  const fields = fieldsFor();
  await Promise.all([writers.write(fields, NOW), writers.write(fields, NOW)]);
  expect(await stored()).toEqual([1, 1]);
  await writers.write({ ...fields, target: tokyo.key }, NOW);
  expect(await stored()).toEqual([2, 2]);
});

test("a digest is its writer's proof and nobody else's: to whom the salt is unknown it says nothing of a known letter", async () => {
  const fields = fieldsFor();
  const withEmail = () => ({ ...fields, email: `${randomUUID()}@example.org` });
  await writers.write(withEmail(), NOW);
  await writers.write(withEmail(), NOW);
  const letters = await db.letter.findMany();
  const digestOf = (parts: string[]) => createHash("sha256").update(JSON.stringify(parts)).digest("hex");
  const digests = letters.map(({ digest }) => digest);
  expect(new Set([...digests, digestOf([fields.subject ?? "", fields.text ?? ""])]).size).toBe(3);
  for (const { bodyEnc, digest } of letters) {
    const { salt } = openBody(keys, bodyEnc ?? new Uint8Array());
    expect(salt).toMatch(/^[0-9a-f]{32}$/);
    expect(digestOf([salt ?? "", fields.subject ?? "", fields.text ?? ""])).toBe(digest);
  }
});
