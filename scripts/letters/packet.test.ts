import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { inTransaction } from "@/lib/db/transaction";
import { makeLetter, makeOffice } from "@/lib/letters/test-letters";
import { withdrawRow } from "@/lib/letters/withdraw-letter";
import { npmCommand } from "@/lib/testing/npm-script";
import { seePdf } from "@/lib/testing/pdf-images";
import { testDatabase } from "@/lib/testing/test-database";
import { makeCampaign } from "@/lib/testing/world";
import { runLetters } from "./run";

const world = await testDatabase();
const { db, url } = world;
const folder = mkdtempSync(join(tmpdir(), "vigil-packet-"));
afterAll(() => rmSync(folder, { recursive: true }));
const script = npmCommand("letters", runLetters);
const letters = (...args: string[]) =>
  script(args, { ...process.env, DATABASE_URL: url, JOURNAL_DIR: folder, LOG_LEVEL: "error" });

/** A letter that waits to be carried; its id. */
async function waiting(office: Awaited<ReturnType<typeof makeOffice>>): Promise<string> {
  const text = "Vážení,\n\n부탁합니다.\n\nŁucja";
  const { id } = await makeLetter(world, office, { state: "confirmed", text });
  await db.letter.update({ where: { id }, data: { channel: "hand-over", leftAt: null } });
  return id;
}

test("an organizer puts letters into a packet, prints it twice, and says that it was handed over", async () => {
  const campaign = await makeCampaign(db);
  const office = await makeOffice(world, campaign.id);
  const id = await waiting(office);
  const file = join(folder, "packet.pdf");

  const made = await letters("packet", office.key, "--to", file, "--addressee", "Senátorka Žofia");
  expect(made).toMatchObject({ code: 0, err: "" });
  const packet = /^Packet (\S+)\n/.exec(made.out)?.[1] ?? "";
  expect(made.out).toContain("a cover and 1 letters");
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const sheets = await seePdf(new Uint8Array(readFileSync(file)));
  expect(sheets).toHaveLength(2);
  expect(sheets[0]?.text).toContain("Senátorka Žofia");
  expect(sheets[1]?.text).toContain("부탁합니다");

  const again = join(folder, "again.pdf");
  expect(await letters("packet", "print", packet, "--to", again, "--paper", "letter")).toMatchObject({
    code: 0,
  });
  expect((await seePdf(new Uint8Array(readFileSync(again))))[1]?.width).toBe(612);
  expect(await letters("packet", "print", packet, "--to", again)).toMatchObject({
    code: 1,
    err: `${again} is there already; name another file.\n`,
  });
  expect((await letters("packets")).out).toContain("not handed over yet");
  expect((await letters("packet", "delivered", packet, "--note", "u brány")).out).toBe(
    "delivered: 1 letters\n",
  );
  expect((await letters("packets", "--campaign", campaign.slug)).out).toMatch(
    /delivered \d{4}-\d\d-\d\d: u brány\n/,
  );
  expect((await db.letter.findUniqueOrThrow({ where: { id } })).state).toBe("delivered");
  for (const wrong of [
    ["packet", office.key],
    ["packet", office.key, "--to", join(folder, "none.pdf")],
    ["packet", "delivered", packet],
    ["packet", "refused", "nothing"],
  ])
    expect(await letters(...wrong)).toMatchObject({ code: 1, out: "" });
});

test("whoever takes a letter back after printing is told of by packets, and must be printed away before it is handed over", async () => {
  const campaign = await makeCampaign(db);
  const office = await makeOffice(world, campaign.id);
  const [first] = [await waiting(office), await waiting(office)];
  const of = ["--campaign", campaign.slug];
  const made = await letters("packet", office.key, "--to", join(folder, "early.pdf"), ...of);
  const packet = /^Packet (\S+)\n/.exec(made.out)?.[1] ?? "";
  expect((await letters("packets", ...of)).out).not.toContain("Taken back");
  await inTransaction(world.pool, (client) => withdrawRow(client, first, "writer", new Date()));

  expect((await letters("packets", ...of)).out).toContain(
    "Taken back since it was printed: 1. Print it again",
  );
  const early = await letters("packet", "delivered", packet, ...of);
  expect(early).toMatchObject({ code: 1, out: "", err: expect.stringContaining("since it was printed: 1") });
  expect(early.err).toContain(`packet print ${packet} --to FILE.pdf`);
  await letters("packet", "print", packet, "--to", join(folder, "late.pdf"), ...of);
  const listed = await letters("packets", ...of);
  expect(listed.out).toContain("2 letters, 1 in its newest print");
  expect(listed.out).not.toContain("Taken back");
  expect((await letters("packet", "delivered", packet, ...of)).out).toContain("delivered: 1 letters\n");
});

test("that the old print was carried all the same can be written down", async () => {
  const campaign = await makeCampaign(db);
  const office = await makeOffice(world, campaign.id);
  const [first] = [await waiting(office), await waiting(office)];
  const of = ["--campaign", campaign.slug];
  const made = await letters("packet", office.key, "--to", join(folder, "carried.pdf"), ...of);
  const packet = /^Packet (\S+)\n/.exec(made.out)?.[1] ?? "";
  await inTransaction(world.pool, (client) => withdrawRow(client, first, "writer", new Date()));
  const old = await letters("packet", "refused", packet, "--yes", ...of);
  expect(old.err).toContain("since it was printed: 1");
  expect((await letters("packet", "refused", packet, "--even-so", "--yes", ...of)).out).toBe(
    "refused: 1 letters\nTaken back by their writers before, and not counted: 1\n",
  );
});

test.each(["refused", "returned"])(
  "that a packet was %s is asked about first, for it is the last word",
  async (to) => {
    const campaign = await makeCampaign(db);
    const office = await makeOffice(world, campaign.id);
    const id = await waiting(office);
    const of = ["--campaign", campaign.slug];
    const file = join(folder, `${to}.pdf`);
    const made = await letters("packet", office.key, "--to", file, "--addressee", "Žofia", ...of);
    const packet = /^Packet (\S+)\n/.exec(made.out)?.[1] ?? "";

    const asked = await letters("packet", to, packet, ...of);
    expect(asked).toMatchObject({ code: 1, err: expect.stringContaining("--yes") });
    expect(asked.out).toContain("for Žofia.\n");
    expect((await db.letter.findUniqueOrThrow({ where: { id } })).state).toBe("confirmed");
    expect((await letters("packet", "delivered", packet, ...of)).code).toBe(0);
    expect((await letters("packet", to, packet, "--yes", ...of)).out).toBe(`${to}: 1 letters\n`);
    expect((await db.letter.findUniqueOrThrow({ where: { id } })).state).toBe(to);
  },
);
