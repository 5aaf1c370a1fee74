import { readFileSync } from "node:fs";
import { z } from "zod";
import { isLoopbackHost } from "./network";
import { SettingError, type Settings } from "./settings";

/** What a template leaves blank: `{{controller}}`. Copied unfilled it is blank still. */
const BLANK = /^\s*$|\{\{|\[/;

const words = z
  .string("must be text")
  .max(500, "must be at most 500 characters")
  .transform((value) => (BLANK.test(value) ? undefined : value.trim()))
  .optional();
const day = z
  .string("must be a day such as 2026-11-22")
  .transform((value) => (BLANK.test(value) ? undefined : value))
  .pipe(z.iso.date("must be a day such as 2026-11-22").optional())
  .optional();

/** What only whoever runs the site can say (docs/legal/operator-checklist.md). Absent and blank are the same. */
const legalFile = z.strictObject(
  {
    /** Who decides and answers (GDPR Art. 4(7), 13(1)(a)). */
    controller: words,
    /** Postal address. */
    address: words,
    /** For withdrawal, erasure and complaints. */
    contact: words,
    /** Data protection officer, or who takes the questions (Art. 13(1)(b), 37). */
    dataProtectionContact: words,
    /** Where people may complain (Art. 13(2)(d), 77). */
    supervisoryAuthority: words,
    /** For those whom a campaign names. */
    rightOfReplyContact: words,
    /** From which age one may consent alone; the law differs by country (Art. 8). */
    minimumAge: z
      .int("must be a whole number of years")
      .min(16, "must be at least 16")
      .max(21, "must be at most 21")
      .default(16),
    /** When the impact assessment was done or last reviewed (Art. 35). */
    impactAssessmentDone: day,
    /** When the people who run the site accepted the subpoena policy. */
    subpoenaPolicyAccepted: day,
  },
  "must be an object of the fields that docs/legal/operator.example.json shows",
);

export type Legal = z.output<typeof legalFile>;
export type LegalField = keyof Legal;
export const LEGAL_FIELDS = Object.keys(legalFile.shape) as LegalField[];

/** The fields that are blank, in the file's order. */
export function blanksOf(legal: Legal): LegalField[] {
  return LEGAL_FIELDS.filter((field) => legal[field] === undefined);
}

type LegalSettings = Pick<Settings, "LEGAL_FILE" | "APP_URL" | "HOST">;

/**
 * Reads what the operator filled in. A file that is not there leaves all blank, unless LEGAL_FILE names it. Refuses
 * (throws `SettingError`, naming file and field) what is not right, and blanks on a site that others can reach.
 */
export function readLegal(settings: LegalSettings): Legal {
  const file = settings.LEGAL_FILE ?? DEFAULT_LEGAL_FILE;
  const parsed = legalFile.safeParse(readJson(file, settings.LEGAL_FILE !== undefined));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    if (issue?.code === "unrecognized_keys")
      throw new SettingError("LEGAL_FILE", `${file}: ${issue.keys[0]} is not a field of it`);
    throw new SettingError("LEGAL_FILE", [`${file}:`, ...(issue?.path ?? []), issue?.message].join(" "));
  }
  const blanks = blanksOf(parsed.data);
  if (blanks.length > 0 && isPublic(settings))
    throw new SettingError(
      "LEGAL_FILE",
      `${file} lacks ${blanks.join(", ")}; others can reach this site, so it must say who answers for it (docs/legal/operator-checklist.md)`,
    );
  return parsed.data;
}

const DEFAULT_LEGAL_FILE = "legal/operator.json";

/** Whether others than this machine can reach the site. */
function isPublic({ APP_URL, HOST }: LegalSettings): boolean {
  return !isLoopbackHost(new URL(APP_URL).hostname) || !isLoopbackHost(HOST);
}

function readJson(file: string, isNamed: boolean): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8").replace(/^\uFEFF/, ""));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" && !isNamed) return {};
    throw new SettingError("LEGAL_FILE", code ? `${file} cannot be read (${code})` : `${file} is not JSON`);
  }
}
