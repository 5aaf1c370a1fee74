import type pg from "pg";
import type { KeyRing } from "@/lib/crypto/keys";
import { GroupCommit } from "@/lib/db/group-commit";
import { applyEvents } from "./apply-events";
import type { ReceivedEvent } from "./read-event";
import { recordEvents } from "./record-event";

type Arrived = { event: ReceivedEvent; keys: KeyRing; now: Date };

const KEY = Symbol.for("vigil.mail-events");
const shared = globalThis as { [KEY]?: WeakMap<pg.Pool, GroupCommit<Arrived, boolean>> };

/**
 * Takes in an event together with whatever else comes in: in a surge the provider tells of a thousand a second, and
 * people who sign need the database too. Returns false for a delivery that came before (recordEvents). Where it
 * throws, the event may be written down and not applied: the provider repeats it, and that applies it.
 */
export function receiveEvent(
  pool: pg.Pool,
  keys: KeyRing,
  event: ReceivedEvent,
  now: Date,
): Promise<boolean> {
  shared[KEY] ??= new WeakMap();
  const queue = shared[KEY].get(pool) ?? openQueue(pool);
  shared[KEY].set(pool, queue);
  return queue.add({ event, keys, now });
}

/** What `readEvent` let through can be written, so a failure is nobody's fault in the group. */
function openQueue(pool: pg.Pool): GroupCommit<Arrived, boolean> {
  return new GroupCommit<Arrived, boolean>({
    flush: (group) => receiveAll(pool, group),
    isItemsFault: () => false,
  });
}

async function receiveAll(pool: pg.Pool, group: Arrived[]): Promise<boolean[]> {
  const [first] = group;
  if (!first) return [];
  const { keys, now } = first;
  const events = group.map(({ event }) => event);
  const isNew = await recordEvents(pool, keys, events, now);
  // A repetition is applied too: the first may have been written down by a process that died before this.
  const told = events.filter((_, index) => isNew[index]).map(({ providerId }) => providerId);
  await applyEvents(pool, [...new Set(told)], now);
  return isNew;
}
