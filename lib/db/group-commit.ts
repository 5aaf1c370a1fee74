import { QUEUE_FULL } from "./errors";

/** What waits for its commit. */
type Waiting<Item, Result> = {
  item: Item;
  resolve: (result: Result) => void;
  reject: (error: unknown) => void;
};

export type GroupCommitOptions<Item, Result> = {
  /** Writes all items in one transaction; returns one result per item, in order. */
  flush: (items: Item[]) => Promise<Result[]>;
  /** Whether a failed flush is one item's fault, so that the items are tried one by one. */
  isItemsFault: (error: unknown) => boolean;
  /** Flushes that may run at once; two keep the database busy while one waits for its disk. */
  inFlight?: number;
  /** Items in one flush at the most. */
  largest?: number;
  /** Items that may wait; beyond it `add` refuses with `QueueFull`. */
  longest?: number;
};

/** More is waiting than can be answered in time; it passes (lib/db/errors.ts). */
export class QueueFull extends Error {
  readonly code = QUEUE_FULL;
}

/**
 * Group commit: concurrent writes share one statement and one commit. At once when idle, whatever has queued when
 * busy; nothing waits for a timer. Each caller is answered only after the commit that holds its item.
 */
export class GroupCommit<Item, Result> {
  private waiting: Waiting<Item, Result>[] = [];
  private running = 0;
  private readonly options: Required<GroupCommitOptions<Item, Result>>;

  constructor(options: GroupCommitOptions<Item, Result>) {
    this.options = { inFlight: 2, largest: 500, longest: 20_000, ...options };
  }

  /** Resolves with the item's result once it is durable; rejects where it is not known to be. */
  add(item: Item): Promise<Result> {
    if (this.waiting.length >= this.options.longest) return Promise.reject(new QueueFull());
    return new Promise((resolve, reject) => {
      this.waiting.push({ item, resolve, reject });
      this.startFlush();
    });
  }

  private startFlush(): void {
    if (this.running >= this.options.inFlight || this.waiting.length === 0) return;
    const group = this.waiting.splice(0, this.options.largest);
    this.running += 1;
    void this.write(group).finally(() => {
      this.running -= 1;
      this.startFlush();
    });
  }

  private async write(group: Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await this.options.flush(group.map(({ item }) => item));
      group.forEach(({ resolve }, index) => {
        resolve(results[index] as Result);
      });
    } catch (error) {
      if (group.length > 1 && this.options.isItemsFault(error)) await this.writeOneByOne(group);
      else for (const { reject } of group) reject(error);
    }
  }

  private async writeOneByOne(group: Waiting<Item, Result>[]): Promise<void> {
    for (const one of group) await this.write([one]);
  }
}
