import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { testDatabase } from "@/lib/testing/test-database";
import { makeCampaign } from "@/lib/testing/world";
import { createPetition } from "./create-petition";
import { publishPetitionVersion } from "./publish-petition-version";
import { findPetition, findPetitionVersion } from "./queries";
import type { PetitionText } from "./types";

const { db, keys } = await testDatabase();
const NOW = new Date("2026-04-01T00:00:00.000Z");
const by = { actor: "command:test", now: NOW };

async function makeWorld() {
  const campaign = await makeCampaign(db);
  const { id: campaignId } = campaign;
  const sourceId = randomUUID();
  await db.source.create({
    data: {
      id: sourceId,
      campaignId,
      key: "zdroj",
      position: 1,
      kind: "reference",
      title: "보고서",
      language: "ko",
      reliability: "–",
    },
  });
  const shared = {
    campaignId,
    sourceId,
    topic: "law",
    speaker: "김",
    dateText: "2012",
    datePrecision: "year",
    values: [],
    verdictReason: "–",
    opinion: false,
    evidenceLevel: "seed",
  };
  await db.claim.createMany({
    data: [
      {
        ...shared,
        id: randomUUID(),
        key: "jiste",
        position: 1,
        statement: "Jisté.",
        contested: false,
        verdictLabel: "confirmed",
      },
      {
        ...shared,
        id: randomUUID(),
        key: "sporne",
        position: 2,
        statement: "Sporné.",
        contested: true,
        verdictLabel: "unconfirmed",
      },
    ],
  });
  const slug = `peticie-${randomUUID().slice(0, 8)}`;
  const created = await db.$transaction((tx) =>
    createPetition(tx, keys, { campaignId, slug, state: "open", opensAt: NOW, targets: [], ...by }),
  );
  if (!created.ok) throw new Error(created.reason);
  return { campaign, slug, petitionId: created.id };
}

type World = Awaited<ReturnType<typeof makeWorld>>;

function textOf(
  { slug, campaign }: World,
  given: Partial<PetitionText> = {},
  claims = ["jiste"],
): PetitionText {
  const paragraph = { sentences: [{ text: "Věta – 사실 – факт.", claims, kind: "fact" as const }] };
  return {
    petition: slug,
    campaign: campaign.slug,
    number: 1,
    locale: "en",
    title: "Zastavte to „hned“",
    addressee: "政府",
    targets: [],
    opens: "2026-04-01T00:00:00Z",
    body: { opening: [paragraph], demands: [{ heading: "Žádáme", paragraphs: [paragraph] }], closing: [] },
    ...given,
  };
}

const publish = (content: unknown, now = NOW) =>
  db.$transaction((tx) =>
    publishPetitionVersion(tx, { document: { file: "petition.en.json", content }, actor: by.actor, now }),
  );

async function sign({ petitionId }: World) {
  const version = await db.petitionVersion.findFirstOrThrow({ where: { petitionId } });
  const signature = {
    id: randomUUID(),
    petitionId,
    versionId: version.id,
    state: "pending",
    display: "counted",
    locale: "en",
  };
  const times = { requestedAt: NOW, mailedAt: NOW, expiresAt: NOW, mailRequest: randomUUID() };
  await db.signature.create({ data: { ...signature, ...times, forgetMe: false, updates: false } });
}

test("a published text is read with its claims, and disputable ones are pointed out", async () => {
  const world = await makeWorld();
  const result = await publish(textOf(world, {}, ["sporne", "jiste"]));
  expect(result).toMatchObject({
    ok: true,
    changed: true,
    flags: [
      {
        field: "body.opening[0].sentences[0].claims[0]",
        claim: "sporne",
        contested: true,
        verdict: "unconfirmed",
      },
      { field: "body.demands[0].paragraphs[0].sentences[0].claims[0]", claim: "sporne" },
    ],
  });
  const petition = await findPetition(db, world.slug, "ru");
  expect(petition).toMatchObject({
    state: "open",
    version: { number: 1, locale: "en", addressee: "政府" },
    counts: { confirmed: 0, paper: 0 },
  });
  expect(petition?.claims.map(({ id }) => id)).toEqual(["sporne", "jiste"]);
});

test("the same text again changes nothing; another text replaces one that nobody signed", async () => {
  const world = await makeWorld();
  const first = await publish(textOf(world));
  expect(await publish(textOf(world))).toEqual({ ...first, changed: false });
  expect(
    await db.auditEntry.count({
      where: { campaignId: world.campaign.id, action: "publish-petition-version" },
    }),
  ).toBe(1);
  expect(await publish(textOf(world, { title: "Jiný" }, ["sporne"]))).toMatchObject({
    ok: true,
    changed: true,
  });
  expect(await findPetitionVersion(db, world.slug, 1, "en")).toMatchObject({ title: "Jiný" });
  expect((await findPetition(db, world.slug, "en"))?.claims.map(({ id }) => id)).toEqual(["sporne"]);
});

test("a signed text stays as it is; the next number is a new text, and the old one can be read", async () => {
  const world = await makeWorld();
  await publish(textOf(world));
  await sign(world);
  expect(await publish(textOf(world, { title: "Jiný" }))).toEqual({ ok: false, reason: "signed" });
  expect(await publish(textOf(world))).toMatchObject({ ok: true, changed: false });
  expect(await publish(textOf(world, { number: 2, title: "Druhý" }))).toMatchObject({
    ok: true,
    changed: true,
  });
  const petition = await findPetition(db, world.slug, "en");
  expect(petition?.version).toMatchObject({ number: 2, title: "Druhý" });
  expect(petition?.versions.map(({ number }) => number)).toEqual([2, 1]);
  expect(await findPetitionVersion(db, world.slug, 1, "en")).toMatchObject({ title: "Zastavte to „hned“" });
});

test("numbers have no gaps, and the campaign's own language comes first", async () => {
  const world = await makeWorld();
  expect(await publish(textOf(world, { locale: "ko" }))).toEqual({ ok: false, reason: "translation-first" });
  expect(await publish(textOf(world, { number: 2 }))).toEqual({ ok: false, reason: "number-gap" });
  await publish(textOf(world));
  expect(await publish(textOf(world, { locale: "ko", title: "멈추라" }))).toMatchObject({ ok: true });
  expect((await findPetition(db, world.slug, "ko"))?.version).toMatchObject({
    locale: "ko",
    title: "멈추라",
  });
  await publish(textOf(world, { number: 2 }));
  // The Korean text of number 2 is not there yet: the newest text matters more than the language.
  expect((await findPetition(db, world.slug, "ko"))?.version).toMatchObject({ locale: "en", number: 2 });
});

test("a text that does not fit, or cites what is not there, is refused with every error", async () => {
  const world = await makeWorld();
  expect(await publish(textOf(world, {}, ["nic"]))).toMatchObject({
    ok: false,
    errors: [
      { field: "body.opening[0].sentences[0].claims[0]", code: "unknown-reference" },
      { field: "body.demands[0].paragraphs[0].sentences[0].claims[0]", code: "unknown-reference" },
    ],
  });
  expect(await publish(textOf(world, { number: 0, addressee: "" }, []))).toMatchObject({
    ok: false,
    errors: [
      { field: "number", code: "too-small" },
      { field: "addressee", code: "empty" },
      { field: "body.opening[0].sentences[0].claims", code: "fact-without-claim" },
      { field: "body.demands[0].paragraphs[0].sentences[0].claims", code: "fact-without-claim" },
    ],
  });
  expect(await publish(textOf(world, { campaign: "jina" }))).toEqual({
    ok: false,
    reason: "unknown-petition",
  });
});

test("two who publish the next number at once cannot both have it", async () => {
  const world = await makeWorld();
  await publish(textOf(world));
  const results = await Promise.all(["A", "B"].map((title) => publish(textOf(world, { number: 2, title }))));
  expect(results.every(({ ok }) => ok)).toBe(true);
  expect(await db.petitionVersion.count({ where: { petitionId: world.petitionId, number: 2 } })).toBe(1);
});
