import { expect, test } from "vitest";
import { readSettings } from "./settings";

const SECRET = "a secret of more than thirty-two characters";

test.each([
  [{ APP_SECRET: SECRET, APP_SECRET_OLD: SECRET }, "APP_SECRET_OLD: is the same as APP_SECRET"],
  [{ APP_SECRET: SECRET, APP_SECRET_OLD: "short" }, "APP_SECRET_OLD: must be the whole former APP_SECRET"],
  [{ JOURNAL_DIR: ".data/journal" }, "JOURNAL_DIR: must not lie in the data folder"],
  [{ JOURNAL_DIR: "/srv/vigil", DATA_DIR: "/srv/vigil" }, "JOURNAL_DIR: must not lie in the data folder"],
  [{ BACKUP_PASSPHRASE: "too short" }, "BACKUP_PASSPHRASE: must have at least 16 characters"],
  [{ BACKUP_RECIPIENT: "somebody" }, "BACKUP_RECIPIENT: must be an age recipient"],
])("a setting that would not keep what it promises is told in one line: %o", (given, line) => {
  expect(() => readSettings(given)).toThrow(line);
});

test("a former secret, and a journal beside the data, are taken", () => {
  const settings = readSettings({
    APP_SECRET: SECRET,
    APP_SECRET_OLD: `${SECRET} before`,
    DATA_DIR: "/srv/data",
  });
  expect(settings.APP_SECRET_OLD).toBe(`${SECRET} before`);
  expect(settings.JOURNAL_DIR).toBe(".vigil-journal");
  expect(readSettings({ JOURNAL_DIR: "/srv/data-journal", DATA_DIR: "/srv/data" }).JOURNAL_DIR).toBe(
    "/srv/data-journal",
  );
});
