import { randomUUID } from "node:crypto";
import { constants, deflateRawSync } from "node:zlib";
import { expect, test, vi } from "vitest";
import { sha256 } from "@/lib/crypto/hash";
import { keyRing } from "@/lib/crypto/keys";
import { resealStep } from "@/lib/db/reseal";
import { SEALED_TABLES } from "@/lib/db/sealed-columns";
import { makeClaims } from "@/lib/testing/claim-rows";
import { KOREAN_FONT, makePdf } from "@/lib/testing/pdf-files";
import { testDatabase } from "@/lib/testing/test-database";
import { makeCampaign } from "@/lib/testing/world";
import { LARGEST_DOCUMENT } from "./document-limits";
import { findDocumentFile, findPassage, listDocuments } from "./document-queries";
import { placePassage } from "./place-passage";
import { readDocument } from "./read-document";
import { removeDocument } from "./remove-document";
import { storeDocument } from "./store-document";
import type { Passage } from "./types";

/** Each document is read by a process that has to start. */
vi.setConfig({ testTimeout: 60_000 });
const { db, pool, keys } = await testDatabase();
const NOW = new Date("2026-05-01T12:00:00Z");
const ACTOR = "account:účet";
const SECRET_LINE = "Jmeno svedka: Wjera Tajna";
const TEXT = Buffer.from(["první řádek", "두 번째 줄", SECRET_LINE, "čtvrtý"].join("\n"));

/** A campaign with a source and a claim that gives a line of it, or none. */
const makeEvidence = (line: number | null = 3) =>
  makeClaims(db, [
    { key: "tvrzeni", statement: "Svědek to řekl.", speaker: "Łucja", line: line ?? undefined },
  ]);

const store = (campaign: string, bytes: Uint8Array, name = "zpráva") =>
  storeDocument(db, keys, { campaign, source: "zdroj", bytes, name, actor: ACTOR, now: NOW });
const show = (campaign: string) => findPassage(db, keys, { campaign, claim: "tvrzeni" });
const place = (campaign: string, passage: Passage) =>
  placePassage(db, keys, { campaign, claim: "tvrzeni", passage, actor: ACTOR, now: NOW });

async function auditOf(campaignId: string): Promise<string[]> {
  const rows = await db.auditEntry.findMany({ where: { campaignId }, orderBy: { id: "asc" } });
  return rows.map(({ action }) => action);
}

test("a text is kept, sealed, and a claim is seen beside the line it gives", async () => {
  const { slug, id } = await makeEvidence();
  expect(await store(slug, TEXT, "zpráva.txt")).toEqual({
    ...{ ok: true, outcome: "stored", kind: "text", pages: 1, hasText: true },
    sha256: sha256(TEXT).toString("hex"),
  });
  expect(await show(slug)).toMatchObject({
    claim: { key: "tvrzeni", statement: "Svědek to řekl.", speaker: "Łucja", date: "únor 2012" },
    page: null,
    lines: [
      { number: 1, text: "první řádek", rests: false },
      { number: 2, text: "두 번째 줄", rests: false },
      { number: 3, text: SECRET_LINE, rests: true },
      { number: 4, text: "čtvrtý", rests: false },
    ],
  });
  const { rows } = await pool.query<{ row: string }>(
    "SELECT row_to_json(t)::text AS row FROM source_document_part t",
  );
  for (const plain of [SECRET_LINE, TEXT.toString("base64").slice(0, 40)])
    expect(rows.filter(({ row }) => row.includes(Buffer.from(plain).toString("hex")))).toEqual([]);
  expect(rows).toHaveLength(1);
  expect(await auditOf(id)).toEqual(["store-document"]);
});

test("a PDF is kept, and a claim seen beside the page and lines that were noted", async () => {
  const { slug, id } = await makeEvidence(null);
  expect(
    await store(slug, makePdf([["first page"], ["a", "what she said", "c"]]), "report.PDF"),
  ).toMatchObject({
    ...{ ok: true, kind: "pdf", pages: 2 },
  });
  expect(await show(slug)).toEqual({ ok: false, reason: "not-placed" });
  expect(await place(slug, { page: 3, firstLine: null, lastLine: null })).toEqual({
    ok: false,
    reason: "no-such-page",
  });
  for (const lines of [
    { firstLine: 0, lastLine: 1 },
    { firstLine: 3, lastLine: 2 },
    { firstLine: 3, lastLine: 4 },
  ])
    expect(await place(slug, { page: 2, ...lines })).toEqual({ ok: false, reason: "no-such-line" });
  expect(await place(slug, { page: 2, firstLine: null, lastLine: null })).toEqual({ ok: true });
  expect(await place(slug, { page: 2, firstLine: 2, lastLine: 2 })).toEqual({ ok: true });
  expect(await show(slug)).toMatchObject({
    page: 2,
    lines: [{ text: "a" }, { number: 2, text: "what she said", rests: true }, { text: "c", rests: false }],
  });
  expect(await listDocuments(db, slug)).toMatchObject([
    { source: "zdroj", kind: "pdf", pages: 2, passages: 1 },
  ]);
  expect(await auditOf(id)).toEqual(["store-document", "place-passage", "place-passage"]);
});

test("a place noted in the document of a former source is no place in the new one's", async () => {
  const { slug, id: campaignId } = await makeEvidence(null);
  await store(slug, TEXT);
  await place(slug, { page: 1, firstLine: 3, lastLine: 3 });
  const other = await db.source.create({
    data: {
      ...{ id: randomUUID(), campaignId, key: "jiny", position: 2, kind: "reference", language: "ko" },
      ...{ title: "다른 보고서", reliability: "–" },
    },
  });
  await db.claim.updateMany({ where: { campaignId }, data: { sourceId: other.id } });
  const bytes = Buffer.from("jiný\nzcela\njiný text");
  await storeDocument(db, keys, {
    ...{ campaign: slug, source: "jiny", bytes, name: "jiný", actor: ACTOR, now: NOW },
  });
  expect(await show(slug)).toEqual({ ok: false, reason: "not-placed" });
  await db.claim.updateMany({ where: { campaignId }, data: { locatorFile: "jiny.txt", locatorLine: 2 } });
  expect(await show(slug)).toMatchObject({
    source: "다른 보고서",
    lines: [{}, { text: "zcela", rests: true }, {}],
  });
});

test("a large file comes back byte for byte, and the same again changes nothing", async () => {
  const { slug, id } = await makeEvidence();
  const large = Buffer.from(Array.from({ length: 60_000 }, (_, index) => `řádek ${index}`).join("\n"));
  expect(await store(slug, large)).toMatchObject({ outcome: "stored" });
  expect(await store(slug, large)).toMatchObject({ outcome: "unchanged" });
  expect(await store(slug, TEXT)).toEqual({ ok: false, reason: "other-stored" });
  const back = await findDocumentFile(db, keys, { campaign: slug, source: "zdroj" });
  expect(Buffer.from(back ?? []).equals(large)).toBe(true);
  expect(await auditOf(id)).toEqual(["store-document"]);
});

test("what is removed is gone with all its pieces and places; source and claim stay", async () => {
  const { slug, id } = await makeEvidence();
  await store(slug, TEXT);
  await place(slug, { page: 1, firstLine: 1, lastLine: 2 });
  const parts = () => db.sourceDocumentPart.count({ where: { document: { campaignId: id } } });
  expect(await parts()).toBe(1);
  const remove = () => removeDocument(db, { campaign: slug, source: "zdroj", actor: ACTOR, now: NOW });
  expect(await remove()).toMatchObject({ ok: true });
  expect(await remove()).toEqual({ ok: false, reason: "no-document" });
  expect(await parts()).toBe(0);
  expect(await show(slug)).toEqual({ ok: false, reason: "no-document" });
  expect(await db.claim.count({ where: { campaignId: id } })).toBe(1);
  expect(await auditOf(id)).toEqual(["store-document", "place-passage", "remove-document"]);
});

/**
 * Small on the disk, and without an end when it is unfolded: 1.2 GB of spaces, as one megabyte of them packed once and said
 * twelve hundred times. Whoever reads it to its end misses the checksum there.
 */
function bomb(): Buffer {
  const pack = (text: string) => deflateRawSync(text, { finishFlush: constants.Z_FULL_FLUSH });
  const megabyte = pack(" ".repeat(1_000_000));
  const header = Buffer.from([0x78, 0x9c]);
  return Buffer.concat([header, pack("BT /F1 11 Tf "), ...Array<Buffer>(1_200).fill(megabyte)]);
}
const unreadable: [string, string, () => Buffer, string?][] = [
  ["an empty file", "empty", () => Buffer.alloc(0)],
  ["a text of nothing", "empty", () => Buffer.from(" \n\n")],
  ["bytes that are no text", "not-text", () => Buffer.from([0x50, 0x4b, 3, 4, 0, 0])],
  ["a text in another encoding", "not-text", () => Buffer.from([0xb0, 0xad, 0xc1, 0xa6])],
  ["a PDF cut short", "broken", () => makePdf([["a"], ["b"]]).subarray(0, 400)],
  ["a PDF in name alone", "broken", () => Buffer.from("%PDF-1.7\n nothing of it")],
  ["an encrypted PDF", "encrypted", () => makePdf([["a"]], { encrypt: "heslo" })],
  [
    "a PDF whose letters nobody can tell",
    "needs-character-map",
    () => makePdf([["a"]], { font: KOREAN_FONT }),
  ],
  ["a bomb", "too-much-memory", () => makePdf([["a"]], { stream: bomb() })],
  ["a file that is too large", "too-large", () => Buffer.alloc(LARGEST_DOCUMENT + 1, 97)],
  ["a text called a PDF", "mislabelled", () => TEXT, "zpráva.pdf"],
  ["a PDF called a text", "mislabelled", () => makePdf([["a"]]), "zpráva.txt"],
];

test.each(unreadable)("%s is refused as %s, and nothing is stored", async (_, reason, file, name) => {
  const { slug, id } = await makeEvidence();
  expect(await store(slug, file(), name)).toEqual({ ok: false, reason });
  expect(await db.sourceDocument.count({ where: { campaignId: id } })).toBe(0);
  expect(await auditOf(id)).toEqual([]);
});

test("reading ends when its time is over", async () => {
  expect(await readDocument(makePdf([["a"]]), 20)).toEqual({ ok: false, reason: "too-slow" });
});

test("an unknown source or claim, and one of another campaign, is refused", async () => {
  const { slug } = await makeCampaign(db);
  await makeEvidence();
  expect(await store(slug, TEXT)).toEqual({ ok: false, reason: "unknown-source" });
  expect(await place(slug, { page: 1, firstLine: 1, lastLine: 1 })).toEqual({
    ok: false,
    reason: "unknown-claim",
  });
  expect(await show(slug)).toEqual({ ok: false, reason: "unknown-claim" });
  expect(await findDocumentFile(db, keys, { campaign: slug, source: "zdroj" })).toBeNull();
  expect(await listDocuments(db, "nic takového")).toBeNull();
});

test("a change of the secret takes documents along; a piece put elsewhere or changed does not open", async () => {
  const { slug, id } = await makeEvidence();
  await store(slug, Buffer.from("ž".repeat(60_000)));
  const both = keyRing("another secret for these tests only, 32+", process.env.APP_SECRET);
  const table = SEALED_TABLES.find((each) => each.table === "source_document_part");
  if (!table) throw new Error("not listed");
  while (!(await resealStep(pool, both, table, NOW)).done);
  const alone = keyRing("another secret for these tests only, 32+");
  const opened = () => findDocumentFile(db, alone, { campaign: slug, source: "zdroj" });
  expect(Buffer.from((await opened()) ?? []).toString()).toBe("ž".repeat(60_000));
  const [first, second] = await db.sourceDocumentPart.findMany({ where: { document: { campaignId: id } } });
  if (!first || !second) throw new Error("one piece");
  await db.sourceDocumentPart.update({ where: { id: first.id }, data: { contentEnc: second.contentEnc } });
  await expect(opened()).rejects.toThrow("was changed or belongs elsewhere");
  await db.sourceDocumentPart.delete({ where: { id: first.id } });
  await expect(opened()).rejects.toThrow("SHA-256 differs");
});
