import { readdirSync, readFileSync } from "node:fs";
import { create } from "fontkit";
import { expect, test } from "vitest";
import { unpackWoff } from "./unpack-woff";

const FOLDER = "lib/i18n/fonts";

test.each(readdirSync(FOLDER).filter((file) => file.endsWith(".woff")))(
  "%s is the same font unpacked",
  (file) => {
    const packed = readFileSync(`${FOLDER}/${file}`);
    const [woff, font] = [create(packed), create(unpackWoff(packed))];
    if (!("characterSet" in woff) || !("characterSet" in font)) throw new Error("a collection");
    expect(font.characterSet).toEqual(woff.characterSet);
    const last = String.fromCodePoint(font.characterSet.at(-1) ?? 0);
    expect(font.layout(last).advanceWidth).toBe(woff.layout(last).advanceWidth);
  },
);

test("what is no font is refused", () => {
  expect(() => unpackWoff(Buffer.from("<html>no font</html>"))).toThrow("not a WOFF file");
});
