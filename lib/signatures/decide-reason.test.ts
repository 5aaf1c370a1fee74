import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { seal } from "@/lib/crypto/seal";
import { testDatabase } from "@/lib/testing/test-database";
import { makePetition } from "@/lib/testing/world";
import { decideReason, listReasons } from "./decide-reason";

const { db, keys, pool } = await testDatabase();
const NOW = new Date("2026-03-02T12:00:00Z");
const WORDS = "Protože moje babička – 우리 할머니.";
type Petition = Awaited<ReturnType<typeof makePetition>>;

async function signature(
  petition: Petition,
  given: { state?: string; display?: string; reason?: string | null } = {},
) {
  const { state = "confirmed", display = "public", reason = WORDS } = given;
  const id = randomUUID();
  await db.signature.create({
    data: {
      id,
      petitionId: petition.id,
      versionId: petition.versionId,
      state,
      display,
      locale: "ko",
      forgetMe: false,
      updates: false,
      mailRequest: randomUUID(),
      reasonEnc: reason ? new Uint8Array(seal(keys, "personal-fields", "signature.reason", reason)) : null,
      requestedAt: NOW,
      mailedAt: NOW,
      expiresAt: NOW,
      countedAt: state === "pending" ? null : NOW,
    },
  });
  return id;
}

const decide = (id: string, to: "shown" | "hidden") =>
  decideReason(pool, { id, to, actor: "command:reasons", now: NOW });

test("only reasons that could be public wait for a moderator, until somebody decides", async () => {
  const petition = await makePetition(db, keys);
  const id = await signature(petition);
  await signature(petition, { display: "counted" });
  await signature(petition, { state: "pending" });
  await signature(petition, { state: "withdrawn" });
  await signature(petition, { reason: null });
  const waiting = () => listReasons(pool, keys, { petition: petition.slug, limit: 10 });
  expect(await waiting()).toEqual([{ id, petition: petition.slug, locale: "ko", text: WORDS }]);
  expect(await decide(id, "shown")).toEqual({ ok: true, changed: true });
  expect(await waiting()).toEqual([]);
});

test("a decision has a single effect and one audit row without the words; it may be turned round", async () => {
  const id = await signature(await makePetition(db, keys));
  const results = await Promise.all(Array.from({ length: 6 }, () => decide(id, "shown")));
  expect(results.filter((result) => result.ok && result.changed)).toHaveLength(1);
  expect(await decide(id, "hidden")).toEqual({ ok: true, changed: true });
  const rows = await db.auditEntry.findMany({ where: { subjectId: id }, orderBy: { id: "asc" } });
  expect(rows.map(({ detail }) => detail)).toEqual([
    { from: null, to: "shown" },
    { from: "shown", to: "hidden" },
  ]);
  expect(JSON.stringify(rows.map((row) => ({ ...row, id: String(row.id) })))).not.toContain("babička");
  expect(rows[0]).toMatchObject({ personalFields: ["reason"], actor: "command:reasons" });
});

test("unknown ids and reasons that could not be public are refused", async () => {
  const petition = await makePetition(db, keys);
  for (const id of ["", "x", "'; DROP TABLE signature; --", randomUUID()])
    expect(await decide(id, "shown")).toEqual({ ok: false, reason: "unknown" });
  for (const given of [
    { display: "counted" },
    { state: "pending" },
    { state: "withdrawn" },
    { reason: null },
  ])
    expect(await decide(await signature(petition, given), "shown")).toEqual({
      ok: false,
      reason: "no reason to show",
    });
});
