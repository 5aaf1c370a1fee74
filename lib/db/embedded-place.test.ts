import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { chooseFolder, copyBinaries } from "./embedded-place";

let home: string;
let wanted: string;
let elsewhere: string;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "vigil plåce "));
  wanted = join(home, "project/.data/postgres");
  elsewhere = join(home, "system");
});
afterEach(() => rmSync(home, { recursive: true }));

const everywhere = () => true;
/** As where the project's folder was closed to others. */
const outside = (folder: string) => !folder.startsWith(join(home, "project"));
const putData = (folder: string) => mkdirSync(join(folder, "data"), { recursive: true });

test("without data the wanted folder is used where it is reached, otherwise the other", () => {
  expect(chooseFolder(wanted, elsewhere, everywhere)).toBe(wanted);
  expect(chooseFolder(wanted, elsewhere, outside)).toBe(elsewhere);
});

test("data that came out of reach is refused with the way to mend it, and no new one is begun", () => {
  putData(wanted);
  expect(chooseFolder(wanted, elsewhere, everywhere)).toBe(wanted);
  expect(() => chooseFolder(wanted, elsewhere, outside)).toThrow(
    `no longer reaches the data in ${wanted}; let it pass with: chmod o+x "${join(home, "project")}"`,
  );
});

test("data that lies elsewhere stays in use when the wanted folder comes into reach", () => {
  putData(elsewhere);
  expect(chooseFolder(wanted, elsewhere, everywhere)).toBe(elsewhere);
});

test("a project that was moved does not begin anew while its data lies under the former name", () => {
  const former = join(home, "former");
  putData(former);
  mkdirSync(wanted, { recursive: true });
  writeFileSync(join(wanted, "lies-in"), former);
  expect(() => chooseFolder(wanted, elsewhere, everywhere)).toThrow(`mv ${former} ${elsewhere}`);
  renameSync(former, elsewhere);
  expect(chooseFolder(wanted, elsewhere, everywhere)).toBe(elsewhere);
});

test("of two databases none is chosen silently", () => {
  putData(wanted);
  putData(elsewhere);
  expect(() => chooseFolder(wanted, elsewhere, everywhere)).toThrow(/There are two databases/);
});

test("binaries out of reach are copied once, for every database, where others may pass", () => {
  const native = join(home, "project/node_modules/native");
  mkdirSync(join(native, "bin"), { recursive: true });
  writeFileSync(join(native, "bin/postgres"), "binary");
  const copy = copyBinaries(native, elsewhere);
  expect(readFileSync(join(copy, "bin/postgres"), "utf8")).toBe("binary");
  expect(copyBinaries(native, elsewhere)).toBe(copy);
  expect(readdirSync(elsewhere)).toHaveLength(1);
  expect(readdirSync(join(copy, ".."))).toHaveLength(1);
  for (const folder of [join(copy, ".."), copy]) expect(statSync(folder).mode & 0o777).toBe(0o755);

  writeFileSync(join(native, "bin/postgres"), "another version");
  expect(copyBinaries(native, elsewhere)).not.toBe(copy);
});
