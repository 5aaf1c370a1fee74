import { type ReleaseResult, refuseLetter, releaseLetter } from "@/lib/letters/release-letter";
import { say } from "../terminal";
import type { Subcommand } from "./subcommand";

const WHY_NOT: Record<Extract<ReleaseResult, { ok: false }>["reason"], string> = {
  unknown: "there is no such letter",
  "not-held": "it is not held",
};

const deciding = (decide: typeof refuseLetter, does: string, done: string): Subcommand => ({
  usage: "ID …",
  does,
  words: { least: 1, most: 500 },
  run: async (desk, { positionals }) => {
    for (const id of positionals) {
      const result = await decide(desk, id);
      say(`${id}: ${result.ok ? done : WHY_NOT[result.reason]}`);
      if (!result.ok) process.exitCode = 1;
    }
  },
});

export const release = deciding(releaseLetter, "they may leave", "waits for its turn");
export const refuse = deciding(refuseLetter, "they do not leave, and their writers are told", "refused");
