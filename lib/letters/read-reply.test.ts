import { expect, test } from "vitest";
import { readReply, takeFile } from "./read-reply";
import { NOW, replyWorld } from "./reply-world.setup";
import { teamReplies } from "./team-reply-queries";
import { makeLetter } from "./test-letters";

const world = await replyWorld();
const { db, pool, keys, campaign, office, receive, comesIn, onlyReply } = world;
const context = { pool, keys, actor: "account:reader", now: NOW };

test("who opens an answer, or takes its file, leaves an audit row without a word of it; who lists heads opens nothing", async () => {
  const { token } = await makeLetter(world, office);
  await comesIn(token, {
    text: "Vážená Łucjo!",
    attachments: [{ name: "dopis.pdf", content: Buffer.from("%PDF") }],
  });
  await receive();
  const { id } = await onlyReply();
  const heads = await teamReplies(pool, campaign.slug);
  expect(heads).toMatchObject([{ id, target: office.key, kind: "answer", waits: false }]);
  expect(JSON.stringify(heads)).not.toMatch(/Łucj|gov\.example|dopis/);
  expect(await db.auditEntry.count()).toBe(0);

  const read = await readReply(context, id);
  expect(read).toMatchObject({
    said: { text: "Vážená Łucjo!", from: "Embassy <office@gov.example>" },
    attachments: [{ name: "dopis.pdf", isKept: true }],
  });
  expect(await takeFile(context, read?.attachments[0]?.id ?? "")).toEqual({ content: Buffer.from("%PDF") });
  const audit = await db.auditEntry.findMany({ orderBy: { id: "asc" } });
  const row = { actor: "account:reader", action: "read-reply", subjectId: id, campaignId: campaign.id };
  expect(audit).toMatchObject([
    { ...row, personalFields: ["subject", "text"] },
    { ...row, personalFields: ["attachment"] },
  ]);
  for (const wrong of ["x", office.id]) {
    expect(await readReply(context, wrong)).toBeNull();
    expect(await takeFile(context, wrong)).toBeNull();
  }
});
