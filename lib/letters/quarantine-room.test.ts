import { expect, test } from "vitest";
import { whyNotKept } from "./quarantine-room";
import { NOW, replyWorld } from "./reply-world.setup";
import { makeOffice } from "./test-letters";

const world = await replyWorld();
const { db, pool, campaign, office } = world;
const OF_OFFICE = "not kept, with the provider: no room for more of this office";
const IN_ALL = "not kept, with the provider: no room for more";

/** An earlier answer of an office, of so many bytes, with a file of as many. */
async function plant(target: { id: string; campaignId: string }, bytes: number): Promise<void> {
  const id = crypto.randomUUID();
  const whose = { id, campaignId: target.campaignId, targetId: target.id, via: "relay", kind: "answer" };
  await db.letterReply.create({
    data: { ...whose, receivedAt: NOW, moderation: "private", textEnc: new Uint8Array(bytes) },
  });
  await pool.query(
    "INSERT INTO reply_attachment (id, reply_id, name_enc, content_type, size, content_enc) VALUES (gen_random_uuid(), $1, '', '', 0, $2)",
    [id, Buffer.alloc(bytes)],
  );
}

test("answers of an office, and of all, have so much room, files and words together, of which files take half", async () => {
  const other = await makeOffice(world, campaign.id);
  const room = { ofOffice: 1_000, inAll: 1_600 };
  const why = (what: "text" | "files", target: { id: string }, bytes: number) =>
    whyNotKept(pool, what, { target_id: target.id, answered: 0 }, bytes, room);
  expect(await why("files", office, 500)).toBeNull();
  expect(await why("files", office, 501)).toBe(OF_OFFICE);
  await plant(office, 250);
  expect(await why("files", office, 1)).toBe(OF_OFFICE);
  expect(await why("files", other, 300)).toBeNull();
  expect(await why("files", other, 301)).toBe(IN_ALL);
  expect(await why("text", office, 500)).toBeNull();
  expect(await why("text", office, 501)).toBe(OF_OFFICE);
  await plant(office, 250);
  await plant(other, 250);
  expect(await why("text", office, 1)).toBe(OF_OFFICE);
  expect(await why("text", other, 100)).toBeNull();
  expect(await why("text", other, 101)).toBe(IN_ALL);
});
