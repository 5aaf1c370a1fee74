import { expect, test } from "vitest";
import { testWriters } from "@/lib/letters/test-writers";
import { challengeAnswer } from "@/lib/signatures/schema";
import { testDatabase } from "@/lib/testing/test-database";
import { makeCampaign } from "@/lib/testing/world";
import { GET } from "./route";

const world = await testDatabase();
const { db } = world;

async function ask(slug: string) {
  const request = new Request(`http://localhost/api/v1/campaigns/${slug}/proof`);
  const answer = await GET(request, { params: Promise.resolve({ slug }) });
  return { status: answer.status, body: await answer.json() };
}

test("a challenge is given where letters are taken in, and nowhere else", async () => {
  const campaign = await makeCampaign(db);
  expect(await ask(campaign.slug)).toMatchObject({ status: 409, body: { code: "closed" } });
  await testWriters(world).template(campaign, new Date());
  const { status, body } = await ask(campaign.slug);
  expect([status, challengeAnswer.strict().safeParse(body).error]).toEqual([200, undefined]);
  expect(body.salt).toContain(`subject=${campaign.id}`);
  for (const unknown of [(await makeCampaign(db, { state: "draft" })).slug, "neni", "\u0000"])
    expect(await ask(unknown)).toMatchObject({ status: 404, body: { code: "unknown-campaign" } });
});
