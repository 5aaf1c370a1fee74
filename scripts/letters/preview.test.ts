import { expect, test } from "vitest";
import { readFolder } from "@/lib/evidence/read-folder";
import { importWithLetters } from "@/lib/letters/import-letters";
import { makeTarget } from "@/lib/testing/letter-rows";
import { npmCommand } from "@/lib/testing/npm-script";
import { testDatabase } from "@/lib/testing/test-database";
import { runLetters } from "./run";

const { db, url } = await testDatabase();
const script = npmCommand("letters", runLetters);
const letters = (...args: string[]) =>
  script(args, { ...process.env, DATABASE_URL: url, APP_SECRET: "ž".repeat(32), LOG_LEVEL: "error" });

test("an organizer looks at a template as a letter, and has it sent to herself and to no office", async () => {
  const read = await readFolder("lib/testing/campaign-folder");
  if (!read.ok) throw new Error(JSON.stringify(read.errors));
  const input = { files: read.files, actor: "command:test", reason: "–", now: new Date() };
  await db.$transaction((tx) => importWithLetters(tx, input));
  const { id } = await db.campaign.findFirstOrThrow();
  await makeTarget(db, id, { key: "urad", email: "urad@urad.example" });

  const shown = await letters("preview", "urad", "--target", "urad");
  expect(shown).toMatchObject({ code: 0, err: "" });
  expect(shown.out).toContain("Subject: 올샤바의 저수조");
  expect(shown.out).toContain("\n\n공장은 2030년까지 저수조를 고쳐야 했다.[1]\n\n");
  expect(shown.out).toMatch(
    /\n\[1\] Úřad povodí \(2030\)\. .+\/ko\/campaigns\/cista-olsava\/claims\/lhuta\n/,
  );
  expect(shown.out).toContain("  ryby-urad: 두 조사는 서로 다르다.");
  expect(shown.out).not.toContain("120");

  const sent = await letters("test", "urad", "--target", "urad", "--disputed", "--to", "ama@příklad.example");
  expect(sent).toMatchObject({ code: 0, err: "" });
  expect(await db.outboxMail.findMany()).toMatchObject([{ kind: "letter-test", state: "waiting" }]);
  const office = await letters("test", "urad", "--target", "urad", "--to", "urad@urad.example");
  expect(office).toMatchObject({ code: 1, err: expect.stringContaining("address of an office") });
  const none = await letters("preview", "dopis", "--target", "urad");
  expect(none).toMatchObject({ code: 1, err: "There is no such template; these are there: urad.\n" });
  const nowhere = await letters("preview", "urad", "--target", "nikde");
  expect(nowhere).toMatchObject({ code: 1, err: expect.stringContaining("no such office") });
  expect(await db.outboxMail.count()).toBe(1);
});
