import { LRUCache } from "lru-cache";
import type pg from "pg";

type Answers<V extends object, C> = LRUCache<string, V, { by: C }>;

/**
 * Remembers what the database answers, for what many ask at once: a few hundred keys, each for `keptFor` ms, callers share
 * one query. Takes a name, the same in every bundle of a process, and how to read; `before` is what was remembered last.
 * What is not there is asked for each time. Each pool has a memory of its own, so that tests begin with none.
 */
export function keptAnswers<V extends object, C extends { pool: pg.Pool }>(
  name: string,
  keptFor: number,
  read: (context: C, key: string, before: V | undefined) => Promise<V | undefined>,
): (context: C, key: string) => Promise<V | undefined> {
  const shared = globalThis as Record<symbol, WeakMap<pg.Pool, Answers<V, C>> | undefined>;
  const symbol = Symbol.for(`vigil.${name}`);
  return (context, key) => {
    shared[symbol] ??= new WeakMap();
    const answers =
      shared[symbol].get(context.pool) ??
      new LRUCache<string, V, { by: C }>({
        max: 500,
        ttl: keptFor,
        fetchMethod: (asked, before, { context: { by } }) => read(by, asked, before),
      });
    shared[symbol].set(context.pool, answers);
    return answers.fetch(key, { context: { by: context } });
  };
}
