import { expect, it } from "vitest";
import { testWriters } from "@/lib/letters/test-writers";
import { testDatabase } from "@/lib/testing/test-database";
import { makeCampaign } from "@/lib/testing/world";
import { POST } from "./route";

const { db, pool, keys } = await testDatabase();
const campaign = await makeCampaign(db);
const office = await testWriters({ db, pool, keys }).office(campaign, new Date());
const SAID = { campaign: campaign.slug, target: office.key, way: "own-mail" };

async function say(fields: Record<string, string>, type = "application/x-www-form-urlencoded") {
  const body = type.endsWith("json") ? JSON.stringify(fields) : new URLSearchParams(fields).toString();
  const headers = { "content-type": type, accept: "text/html" };
  const request = new Request("http://localhost/api/v1/letters/taken", { method: "POST", headers, body });
  const answer = await POST(request, { params: Promise.resolve({}) });
  return { status: answer.status, location: answer.headers.get("location"), text: await answer.text() };
}

const sum = async () => (await db.takenLetters.aggregate({ _sum: { letters: true } }))._sum.letters ?? 0;

it("adds one, and leads people to the thanks in their language", async () => {
  expect(await say({ ...SAID, locale: "ru" })).toMatchObject({
    status: 303,
    location: `/ru/letters/${campaign.slug}/taken`,
  });
  expect(await say(SAID, "application/json")).toMatchObject({ status: 200, text: '{"status":"noted"}' });
  expect(await sum()).toBe(2);
  expect(await db.letter.count()).toBe(0);
});

it("adds nothing for what is no way, no office or no campaign", async () => {
  const before = await sum();
  expect((await say({ ...SAID, way: "pigeon" }, "application/json")).status).toBe(422);
  expect((await say({ ...SAID, way: "pigeon" })).status).toBe(400);
  for (const wrong of [{ target: "jinam" }, { campaign: "jina" }])
    expect((await say({ ...SAID, ...wrong }, "application/json")).status).toBe(404);
  expect(await sum()).toBe(before);
});

it("hears one network twenty times an hour", async () => {
  await pool.query("TRUNCATE network_use");
  const answers = [];
  for (let said = 0; said < 21; said += 1) answers.push((await say(SAID, "application/json")).status);
  expect(answers.filter((status) => status === 200)).toHaveLength(20);
  expect(answers.at(-1)).toBe(429);
});
