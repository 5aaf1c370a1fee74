import { HOUR, MINUTE, SECOND } from "@/lib/time/durations";
import { nextWorkingMoment, parseHours, type WorkingHours } from "./working-hours";

/** How fast letters leave for an office (office_gate). */
export type Pace = { per_hour: number; hours: string; time_zone: string };

/** A pass that comes this late is made up for, and no later one: after a night of standing still nothing bursts. */
const MADE_UP_FOR = SECOND;
/** At the beginning of a working day letters do not all wait for the stroke of the clock. */
const AFTER_OPENING = 15 * MINUTE;

/** The working hours of a pace. Throws for what `pace` never wrote. */
export function hoursOf({ hours }: Pick<Pace, "hours">): WorkingHours {
  const read = parseHours(hours);
  if (!read) throw new Error(`no working hours: ${hours}`);
  return read;
}

/** Milliseconds between two letters on average. */
export function intervalOf({ per_hour }: Pick<Pace, "per_hour">): number {
  return HOUR / per_hour;
}

/**
 * When the next letter may leave after one that left now, whose turn was at `due`: half to one and a half intervals later,
 * so that the mean is the pace and no two are equally far apart, within working hours. Takes a random number of [0, 1).
 */
export function nextTurn(pace: Pace, { due, now }: { due: Date; now: Date }, random: number): Date {
  const from = Math.max(due.getTime(), now.getTime() - MADE_UP_FOR);
  return openMoment(pace, new Date(from + intervalOf(pace) * (0.5 + random)), random);
}

/** The moment itself within working hours, else some time after the office opens again. */
export function openMoment(pace: Pace, at: Date, random: number): Date {
  const open = nextWorkingMoment(at, hoursOf(pace), pace.time_zone);
  if (open.getTime() === at.getTime()) return at;
  return new Date(open.getTime() + random * Math.min(intervalOf(pace), AFTER_OPENING));
}

/** Letters ahead beyond which nobody can say when a letter leaves. */
const FORESEEN = 100;

/** About when a letter leaves that has so many ahead of it; null for too many. */
export function dueAbout(pace: Pace, next: Date, ahead: number): Date | null {
  if (ahead > FORESEEN) return null;
  const hours = hoursOf(pace);
  let at = nextWorkingMoment(next, hours, pace.time_zone);
  for (let letter = 0; letter < ahead; letter += 1)
    at = nextWorkingMoment(new Date(at.getTime() + intervalOf(pace)), hours, pace.time_zone);
  return at;
}
