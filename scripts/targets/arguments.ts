import { parseArgs } from "node:util";
import { OperatorError } from "@/lib/config/operator-error";

const KEY_VERBS = ["show", "freeze", "unfreeze", "resume"] as const;

export type Asked = { campaign: string | undefined } & (
  | { verb: "list"; country: string | undefined }
  | { verb: (typeof KEY_VERBS)[number]; target: string }
  | {
      verb: "check";
      target: string;
      email: string | null;
      source: string;
      note: string | null;
      anyway: boolean;
    }
  | { verb: "pace"; target: string; perHour: number; hours: string }
);

const USAGE = `Usage: npm run targets -- list [--country KR]              offices and the state of their checks
       npm run targets -- show KEY                         all that is known of one
       npm run targets -- check KEY --email ADDRESS --source URL [--note "…"]
                                                           the address stands there now: letters may go for 90 days
       npm run targets -- gone KEY --source URL [--note "…"]   looked there, and no address is given
       npm run targets -- pace KEY --per-hour N --hours "mon-fri 09:00-17:00"
       npm run targets -- freeze KEY | unfreeze KEY        stop and go on, for every campaign that writes there
       npm run targets -- resume KEY                       go on after a letter came back and somebody has looked
Where there are several campaigns: --campaign SLUG. Notes are shown on the office's page. A source that is neither the office's site nor a government's: --anyway.`;

const OPTIONS = {
  campaign: { type: "string" },
  country: { type: "string" },
  email: { type: "string" },
  source: { type: "string" },
  note: { type: "string" },
  anyway: { type: "boolean" },
  "per-hour": { type: "string" },
  hours: { type: "string" },
} as const;

/** What a verb cannot do without, as it is typed. */
const NEEDED: Record<string, Partial<Record<keyof typeof OPTIONS, string>>> = {
  check: { email: "--email ADDRESS", source: "--source URL" },
  gone: { source: "--source URL" },
  pace: { "per-hour": "--per-hour N", hours: '--hours "mon-fri 09:00-17:00"' },
};

/** Reads the command line; refuses anything it does not know, with how it is used. */
export function readArguments(args: string[]): Asked {
  const { values, positionals } = parse(args);
  const { campaign, country, email, source, note = null, anyway = false, hours, ...rest } = values;
  const [verb, target, ...more] = positionals;
  const given = new Set(Object.keys(values));
  const only = (...known: string[]) =>
    more.length === 0 && [...given].every((name) => name === "campaign" || known.includes(name));
  if (verb === "list" && !target && only("country")) return { verb, campaign, country };
  if (!target) throw new OperatorError(USAGE);
  const named = KEY_VERBS.find((known) => known === verb);
  if (named && only()) return { verb: named, campaign, target };
  const missing = Object.entries(NEEDED[verb ?? ""] ?? {}).filter(([name]) => !given.has(name));
  if (missing.length > 0) throw new OperatorError(`Missing: ${missing.map(([, typed]) => typed).join(" ")}`);
  const found = { campaign, target, source: source ?? "", note, anyway };
  if (verb === "check" && email && source && only("email", "source", "note", "anyway"))
    return { verb, ...found, email };
  if (verb === "gone" && source && only("source", "note", "anyway"))
    return { verb: "check", ...found, email: null };
  const perHour = Number(rest["per-hour"] ?? Number.NaN);
  if (verb === "pace" && hours && !Number.isNaN(perHour) && only("per-hour", "hours"))
    return { verb, campaign, target, perHour, hours };
  throw new OperatorError(USAGE);
}

function parse(args: string[]) {
  try {
    return parseArgs({ args, options: OPTIONS, allowPositionals: true });
  } catch (cause) {
    throw new OperatorError(USAGE, { cause });
  }
}
