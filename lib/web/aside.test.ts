import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { afterAll, expect, test } from "vitest";
import { aside } from "./aside";

const folder = mkdtempSync(join(tmpdir(), "vigil-aside-"));
const file = relative(process.cwd(), join(folder, "work.mts"));
writeFileSync(
  join(folder, "work.mts"),
  `import { MINUTE } from "${process.cwd()}/lib/time/durations";
   export default async ({ name, wait = 0 }: { name: string; wait?: number }) => {
     if (name === "") throw new Error("nobody");
     if (name === "end") process.exit(3);
     const until = Date.now() + wait;
     while (Date.now() < until);
     return \`\${name} \${MINUTE}\`;
   };`,
);
afterAll(() => rmSync(folder, { recursive: true }));

test("work is done aside while the process goes on", async () => {
  let turns = 0;
  const clock = setInterval(() => {
    turns += 1;
  }, 5);
  expect(await aside(file, { name: "Łucja", wait: 400 })).toEqual({ ok: true, value: "Łucja 60000" });
  clearInterval(clock);
  expect(turns).toBeGreaterThan(5);
});

test("what fails there fails here, and the next one is done", async () => {
  await expect(aside(file, { name: "" })).rejects.toThrow("nobody");
  await expect(aside(file, { name: "end" })).rejects.toThrow("ended");
  expect(await aside(file, { name: "김하늘" })).toEqual({ ok: true, value: "김하늘 60000" });
});

test("whoever would wait too long is told so", async () => {
  const results = await Promise.all(
    Array.from({ length: 25 }, (_, index) => aside(file, { name: String(index), wait: 10 })),
  );
  expect(results.map(({ ok }) => ok)).toEqual(Array.from({ length: 25 }, (_, index) => index < 20));
});
