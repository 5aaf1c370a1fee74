import { expect, test } from "vitest";
import { readFolder } from "@/lib/evidence/read-folder";
import { readAddress } from "@/lib/mail/address";
import { composersOf } from "@/lib/mail/compose";
import { localOutbox } from "@/lib/mail/local-outbox";
import { drainLocally } from "@/lib/mail/relay-locally";
import { makeTarget } from "@/lib/testing/letter-rows";
import { testDatabase } from "@/lib/testing/test-database";
import { letterTestComposer } from "./compose-letter-test";
import { importWithLetters } from "./import-letters";
import { type PreviewWish, previewLetter } from "./preview-letter";
import { sendTestLetter } from "./send-test-letter";

const SLUG = "cista-olsava";
const NOW = new Date("2031-05-02T00:00:00.000Z");
const CONTEXT = { appUrl: "https://vigil.example", now: NOW };
const { db, pool, keys } = await testDatabase();

const read = await readFolder("lib/testing/campaign-folder");
if (!read.ok) throw new Error(JSON.stringify(read.errors));
const input = { files: read.files, actor: "command:test", reason: "–", now: NOW };
await db.$transaction((tx) => importWithLetters(tx, input));
const { id: campaignId } = await db.campaign.findUniqueOrThrow({ where: { slug: SLUG } });
const office = await makeTarget(db, campaignId, { email: "Urad@Urad.example" });

const preview = (wish: Partial<PreviewWish> = {}) =>
  previewLetter(
    db,
    { campaign: SLUG, template: "urad", target: office.key, disputed: false, ...wish },
    CONTEXT,
  );

async function requirePreview(wish: Partial<PreviewWish> = {}) {
  const found = await preview(wish);
  if (!found.ok) throw new Error(found.reason);
  return found;
}

function address(typed: string) {
  const known = readAddress(typed);
  if (!known.ok) throw new Error(known.problem);
  return known.address;
}

test("a template is shown as a letter to an office, disputed passages apart", async () => {
  const { letter, version } = await requirePreview();
  expect(version).toMatchObject({ number: 1, locale: "ko" });
  expect(letter.text).toMatch(/^Velvyslanectví 大使馆 대사관 귀중 \(Praha\)\n\n/);
  expect(letter.text).toMatch(/올림$/);
  expect(letter.text).not.toContain("120");
  expect(letter.contested).toHaveLength(2);
  expect((await requirePreview({ disputed: true })).letter.text).toContain("120");
});

test("before a campaign is public its people see the same, with what its claims say", async () => {
  await db.campaign.update({ where: { id: campaignId }, data: { state: "draft" } });
  const drafted = await requirePreview({ disputed: true });
  await db.campaign.update({ where: { id: campaignId }, data: { state: "live" } });
  const live = await requirePreview({ disputed: true });
  expect(live.letter.notes.length).toBeGreaterThan(0);
  expect([drafted.letter, drafted.campaignTitle]).toEqual([live.letter, live.campaignTitle]);
});

test.each([
  [{ template: "neni" }, "unknown-template"],
  [{ target: "neni" }, "unknown-target"],
  [{ locale: "ru" }, "unknown-language"],
  [{ campaign: "neni" }, "unknown-template"],
] as const)("a preview of %j is refused: %s", async (wish, reason) => {
  expect(await preview(wish)).toMatchObject({ ok: false, reason });
});

test("a test arrives at one's own mailbox as the letter would, and counts as none", async () => {
  const found = await requirePreview({ disputed: true });
  const to = address("ama@příklad.example");
  expect(await sendTestLetter(pool, { keys, now: NOW }, found, to)).toMatchObject({ ok: true });
  const composers = composersOf({ "letter-test": letterTestComposer({ from: "campaign@vigil.example" }) });
  const clock = () => new Date(NOW.getTime() + 1_000);
  await drainLocally({ pool, keys, composers, appUrl: CONTEXT.appUrl }, clock);
  const [mail] = await localOutbox(pool, keys, undefined);
  expect(mail).toMatchObject({ to: to.deliverable, subject: found.letter.subject });
  expect(mail?.text.startsWith(`${found.letter.text}\n`)).toBe(true);
  expect(mail?.text).toContain(`[1] ${found.letter.notes[0]}`);
  expect(await db.letter.count()).toBe(0);
});

test("no office gets a test, however its address is written", async () => {
  const found = await requirePreview();
  for (const typed of ["urad@urad.example", "URAD@urad.EXAMPLE"])
    expect(await sendTestLetter(pool, { keys, now: NOW }, found, address(typed))).toEqual({
      ...{ ok: false, reason: "office" },
    });
  expect(await db.outboxMail.count({ where: { state: "waiting" } })).toBe(0);
});
