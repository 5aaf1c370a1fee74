import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { importGraph } from "./import-graph";
import { importBreaches } from "./import-rules";

const made: string[] = [];
afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true });
});

/** A small project of the given files; returns its breaches. */
async function breachesOf(files: Record<string, string>): Promise<string[]> {
  const root = mkdtempSync(join(tmpdir(), "vigil-imports-"));
  made.push(root);
  const all = { "tsconfig.json": '{"compilerOptions":{"paths":{"@/*":["./*"]}}}', "server.ts": "", ...files };
  for (const [path, content] of Object.entries(all)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  const entries = [...new Set(Object.keys(files).map((path) => path.split("/")[0] ?? ""))];
  return importBreaches(await importGraph(root, entries));
}

const LEAF = "export const a = 1; export type A = number;\n";

test("a tree that keeps the rules has no breach", async () => {
  const breaches = await breachesOf({
    "lib/config/a.ts": LEAF,
    "lib/petitions/types.ts": 'export type { A } from "@/lib/config/a";\n',
    "components/petition/b.tsx": 'import type { A } from "@/lib/petitions/types";\nexport const b: A = 2;\n',
    "app/api/door.ts":
      'import { a } from "@/lib/config/a";\nimport pg from "pg";\nexport const door = [a, pg];\n',
    "server.ts": 'import { door } from "@/app/api/door";\nexport const doors = [door];\n',
  });
  expect(breaches).toEqual([]);
});

test.each([
  [
    "a lower folder of lib",
    { "lib/db/a.ts": 'import { a } from "@/lib/mail/a";\nexport const b = a;\n', "lib/mail/a.ts": LEAF },
    /lib\/db\/a.ts must not import lib\/mail\/a.ts \(order/,
  ],
  [
    "types alone count too",
    { "lib/db/a.ts": 'import type { A } from "../mail/a";\nexport type B = A;\n', "lib/mail/a.ts": LEAF },
    /lib\/db\/a.ts must not import lib\/mail\/a.ts/,
  ],
  [
    "a folder of lib that nobody ordered",
    { "lib/db/a.ts": 'import "@/lib/new/a";\n', "lib/new/a.ts": LEAF },
    /must not import lib\/new\/a.ts/,
  ],
  [
    "lib and app",
    { "lib/web/a.ts": 'import { a } from "@/app/a";\nexport const b = a;\n', "app/a.ts": LEAF },
    /must not import app\/a.ts/,
  ],
  [
    "components and queries",
    {
      "components/x/b.tsx": 'import { a } from "@/lib/petitions/queries";\nexport const b = a;\n',
      "lib/petitions/queries.ts": LEAF,
    },
    /must not import lib\/petitions\/queries.ts/,
  ],
  [
    "the host and pages",
    { "server.ts": 'import { a } from "@/app/page";\nexport const b = a;\n', "app/page.tsx": LEAF },
    /server.ts must not import app\/page.tsx/,
  ],
  [
    "Next in the domain",
    { "lib/people/a.ts": 'import { cookies } from "next/headers";\nexport const a = cookies;\n' },
    /must not import next\/headers/,
  ],
  [
    "Resend elsewhere",
    { "lib/web/a.ts": 'import { Resend } from "resend";\nexport const a = Resend;\n' },
    /must not import resend/,
  ],
  [
    "test aids in the program",
    {
      "lib/people/a.ts": 'import { a } from "@/lib/testing/a";\nexport const b = a;\n',
      "lib/testing/a.ts": LEAF,
    },
    /must not import lib\/testing\/a.ts/,
  ],
  [
    "a file that is not there",
    { "lib/db/a.ts": 'import { a } from "./nowhere";\nexport const b = a;\n' },
    /cannot be resolved: lib\/db\/a.ts/,
  ],
  [
    "a circle",
    {
      "lib/db/a.ts": 'import { b } from "./b";\nexport const a = () => b;\n',
      "lib/db/b.ts": 'import { a } from "./a";\nexport const b = () => a;\n',
    },
    /circle: lib\/db\/[ab].ts → lib\/db\/[ab].ts → lib\/db\/[ab].ts/,
  ],
  [
    "a barrel",
    { "lib/db/index.ts": 'export { a } from "./a";\n', "lib/db/a.ts": LEAF },
    /lib\/db\/index.ts: no barrels/,
  ],
  [
    "a drawer for everything",
    { "lib/db/utils/a.ts": 'import "../a";\n', "lib/db/a.ts": LEAF },
    /lib\/db\/utils\/a.ts: no barrels/,
  ],
])("%s: refused", async (_, files, breach) => {
  expect((await breachesOf(files as Record<string, string>)).join("\n")).toMatch(breach);
});
