import pg from "pg";
import { expect, test, vi } from "vitest";
import { testWriters } from "@/lib/letters/test-writers";
import { challengeAnswer } from "@/lib/signatures/schema";
import { testDatabase } from "@/lib/testing/test-database";
import { makeCampaign } from "@/lib/testing/world";
import { GET } from "./route";

const world = await testDatabase();
const { db } = world;
const { template } = testWriters(world);

async function ask(slug: string) {
  const request = new Request(`http://localhost/api/v1/campaigns/${slug}/proof`);
  const answer = await GET(request, { params: Promise.resolve({ slug }) });
  return { status: answer.status, body: await answer.json() };
}

test("a challenge is given where letters are taken in, and nowhere else", async () => {
  const campaign = await makeCampaign(db);
  await template(campaign, new Date());
  const { status, body } = await ask(campaign.slug);
  expect([status, challengeAnswer.strict().safeParse(body).error]).toEqual([200, undefined]);
  expect(body.salt).toContain(`subject=${campaign.id}`);
  const [none, paused] = [await makeCampaign(db), await makeCampaign(db)];
  await template(paused, new Date());
  await db.campaign.update({ where: { id: paused.id }, data: { state: "paused" } });
  for (const { slug } of [none, paused])
    expect(await ask(slug)).toMatchObject({ status: 409, body: { code: "closed" } });
  for (const unknown of [(await makeCampaign(db, { state: "draft" })).slug, "neni", "\u0000"])
    expect(await ask(unknown)).toMatchObject({ status: 404, body: { code: "unknown-campaign" } });
});

test("a crowd that begins to write at once costs the database one statement", async () => {
  const campaign = await makeCampaign(db);
  await template(campaign, new Date());
  const statements = vi.spyOn(pg.Client.prototype, "query");
  const answers = await Promise.all(Array.from({ length: 30 }, () => ask(campaign.slug)));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  expect(statements).toHaveBeenCalledTimes(1);
});
