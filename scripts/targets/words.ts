import type { OfficeGate } from "@/lib/db/generated/client";
import type { CheckedTarget } from "@/lib/letters/check-target";
import { CHECK_VALID, readCheck } from "@/lib/letters/checked-address";
import type { OfficeMoved } from "@/lib/letters/freeze-letters";
import type { KnownTarget } from "@/lib/letters/gate-queries";
import { hoursOf } from "@/lib/letters/pace";
import type { PacedOffice } from "@/lib/letters/pace-office";
import { nextWorkingMoment } from "@/lib/letters/working-hours";
import { DAY } from "@/lib/time/durations";

type Reason = Extract<CheckedTarget | PacedOffice | OfficeMoved, { ok: false }>["reason"];

/** What an operator reads where something is refused. */
export const WHY_NOT: Record<Reason, string> = {
  "unknown-target": "There is no such office in this campaign; npm run targets -- list names them.",
  "no-office": "It is known that there is no office there.",
  "no-gate":
    "No address of this office was found yet: npm run targets -- check KEY --email ADDRESS --source URL",
  "bad-source": "The source must be the address of a page, beginning with https:// or http://.",
  "unofficial-source":
    "The source is neither the office's own site nor a government's. Only an official source counts; where it is one all the same, add --anyway.",
  "bad-address": "That is no mail address, or one of a throw-away service.",
  "unofficial-address":
    "The address is neither at the office's own domain nor at a government's. Letters go to offices, never to a person's own address; where the office publishes it as its own, add --anyway.",
  "long-note": "The note is longer than 1,000 characters.",
  "bad-pace": "Letters an hour: a number from 0.1 to 36000, such as --per-hour 30",
  "bad-hours": 'Working hours are days and a span of the day: --hours "mon-fri 09:00-17:00"',
};

/** One office in a line: where, what, and whether letters may go there. */
export function describeTarget(target: KnownTarget, now: Date): string {
  const { country, key, kind, city } = target;
  return `${country ?? "--"}  ${key}  ${kind}${city ? `, ${city}` : ""}: ${describeCheck(target, now)}${describeGate(target)}`;
}

function describeCheck({ kind, check }: KnownTarget, now: Date): string {
  if (kind === "none") return "there is no office";
  if (!check) return "not checked";
  const day = check.checkedAt.toISOString().slice(0, 10);
  if (check.email === null) return `looked ${day}, no address there`;
  const read = readCheck(kind, check, now);
  if (!read.ok && read.why === "bad-address")
    return `checked ${day}, its domain is one of throw-away addresses by now`;
  const left = Math.ceil((check.checkedAt.getTime() + CHECK_VALID - now.getTime()) / DAY);
  return left > 0 ? `checked ${day}, ${left} days left` : `checked ${day}, too old`;
}

function describeGate({ gate }: KnownTarget): string {
  if (!gate) return "";
  return `${gate.frozenAt ? ", frozen" : ""}${gate.pausedAt ? `, paused (${gate.pauseNote})` : ""}`;
}

export type OfficePace = Pick<OfficeGate, "perHour" | "hours" | "timeZone" | "nextAt">;

/**
 * How fast an office's letters leave, and the first moment at which one can, by the office's clock and by UTC. None where
 * they are stopped.
 */
export function describePace(
  { perHour, hours, timeZone, nextAt, isStopped }: OfficePace & { isStopped: boolean },
  now: Date,
): string {
  const pace = `${perHour} an hour, ${hours} (${timeZone})`;
  if (isStopped) return pace;
  const next = nextWorkingMoment(nextAt > now ? nextAt : now, hoursOf({ hours }), timeZone);
  // Sweden writes dates and times as ISO 8601 does.
  const there = next.toLocaleString("sv-SE", { timeZone, dateStyle: "short", timeStyle: "short" });
  return `${pace}, next ${there} there (${next.toISOString()})`;
}

/** All that is known of an office, a line each; what nobody has seen is left out. */
export function describeFully(target: KnownTarget, now: Date): string[] {
  const { check, gate } = target;
  const lines: [string, string | null | undefined][] = [
    ["name", target.name],
    ["address", target.address],
    ["phone", target.phone],
    ["website", target.website],
    ["e-mail", check ? check.email : target.email],
    ["checked", check && `${check.checkedAt.toISOString()} by ${check.checkedBy} at ${check.sourceUrl}`],
    ["", check?.note],
    [
      "imported",
      `${check ? "all but the e-mail, " : ""}read ${target.seenDate}, sources of ${target.sourceDate ?? "unknown date"}, ${target.confidence}`,
    ],
    ...target.sources.map((source): [string, string] => ["source", source]),
    ["note", target.note],
    ["pace", gate && describePace({ ...gate, isStopped: Boolean(gate.frozenAt ?? gate.pausedAt) }, now)],
    ["frozen", gate?.frozenAt && `${gate.frozenAt.toISOString()} by ${gate.frozenBy}`],
    ["paused", gate?.pausedAt && `${gate.pausedAt.toISOString()}: ${gate.pauseNote}`],
  ];
  const known = lines.filter(([, value]) => value !== null && value !== undefined);
  return [describeTarget(target, now), ...known.map(([label, value]) => `  ${label.padEnd(8)} ${value}`)];
}
