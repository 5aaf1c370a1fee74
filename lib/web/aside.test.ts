import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { afterAll, expect, test, vi } from "vitest";
import { MINUTE, SECOND } from "@/lib/time/durations";
import { aside as doAside } from "./aside";

const folder = mkdtempSync(join(tmpdir(), "vigil-aside-"));
const file = relative(process.cwd(), join(folder, "work.mts"));
writeFileSync(
  join(folder, "work.mts"),
  `import { MINUTE } from "${process.cwd()}/lib/time/durations";
   let done = 0;
   const word = new Int32Array(new SharedArrayBuffer(4));
   export default async ({ name, wait = 0, idle = 0 }: { name: string; wait?: number; idle?: number }) => {
     if (name === "") throw new Error("nobody");
     if (name === "end") process.exit(3);
     if (name === "how often") return done++;
     const until = Date.now() + wait;
     while (Date.now() < until);
     Atomics.wait(word, 0, 0, idle);
     return \`\${name} \${MINUTE}\`;
   };`,
);
let turn = 0;
/** Each call of another network unless said. */
const aside = (input: unknown, { of = String(turn++), limit }: { of?: string; limit?: number } = {}) =>
  doAside<string>(file, input, { of, limit });
afterAll(() => rmSync(folder, { recursive: true }));

test("work is done aside while the process goes on", async () => {
  let turns = 0;
  const clock = setInterval(() => {
    turns += 1;
  }, 5);
  expect(await aside({ name: "Łucja", wait: 400 })).toEqual({ ok: true, value: "Łucja 60000" });
  clearInterval(clock);
  expect(turns).toBeGreaterThan(5);
});

test("what fails there fails here, and the next one is done", async () => {
  await expect(aside({ name: "" })).rejects.toThrow("nobody");
  await expect(aside({ name: "end" })).rejects.toThrow("ended");
  expect(await aside({ name: "김하늘" })).toEqual({ ok: true, value: "김하늘 60000" });
});

test("whoever would wait too long is told so", async () => {
  const results = await Promise.all(
    Array.from({ length: 25 }, (_, index) => aside({ name: String(index), wait: 10 })),
  );
  expect(results.map(({ ok }) => ok)).toEqual(Array.from({ length: 25 }, (_, index) => index < 20));
});

test("one network has three turns waiting at most, and the others theirs meanwhile", async () => {
  const of = "one";
  const mine = Array.from({ length: 6 }, () => aside({ name: "1", wait: 20 }, { of }));
  const other = aside({ name: "2" });
  expect((await Promise.all(mine)).map(({ ok }) => ok)).toEqual([true, true, true, false, false, false]);
  expect(await other).toMatchObject({ ok: true });
  expect(await aside({ name: "1" }, { of })).toMatchObject({ ok: true });
});

test("time runs from the turn of each, and what takes too long takes nobody along", async () => {
  await aside({ name: "warm" });
  const slow = aside({ name: "slow", wait: 60_000 }, { limit: 1_500 });
  const waiting = Array.from({ length: 4 }, () => aside({ name: "next", idle: 1_000 }, { limit: 4_000 }));
  await expect(slow).rejects.toThrow("took too long");
  expect(await Promise.all(waiting)).toEqual(Array(4).fill({ ok: true, value: "next 60000" }));
});

test("a thread that nobody needs for a minute rests, and none that is needed again before", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  try {
    expect(await aside({ name: "end" }).catch(() => aside({ name: "how often" }))).toMatchObject({
      value: 0,
    });
    vi.advanceTimersByTime(MINUTE - SECOND);
    const across = aside({ name: "across", wait: 100 });
    vi.advanceTimersByTime(2 * SECOND);
    expect(await across).toMatchObject({ ok: true });
    expect(await aside({ name: "how often" })).toMatchObject({ value: 1 });
    vi.advanceTimersByTime(MINUTE);
    expect(await aside({ name: "how often" })).toMatchObject({ value: 0 });
  } finally {
    vi.useRealTimers();
  }
});
