import { parseArgs } from "node:util";
import { OperatorError } from "@/lib/config/operator-error";
import { readSettings } from "@/lib/config/settings";
import { openPool } from "@/lib/db/pool";
import { openPrisma } from "@/lib/db/prisma";
import { checkSecret } from "@/lib/db/secret-check";
import { chooseCampaign } from "../choose-campaign";
import { withInstallation } from "../keeping/open-database";
import { ROOT } from "../project";
import { knownSecrets, ringOf } from "../start/secrets";
import { freeze, unfreeze } from "./freeze";
import { held } from "./held";
import { packet } from "./packet";
import { packets } from "./packets";
import { person } from "./person";
import { preview } from "./preview";
import { refuse, release } from "./release";
import { attachment, forward, moderate, replies, reply } from "./replies";
import { show } from "./show";
import { status } from "./status";
import { type Subcommand, textOf } from "./subcommand";
import { test } from "./test";

/** Every word, in the order in which the usage names them. */
const SUBCOMMANDS: Record<string, Subcommand> = {
  status,
  held,
  show,
  release,
  refuse,
  freeze,
  unfreeze,
  packet,
  packets,
  person,
  replies,
  reply,
  forward,
  moderate,
  attachment,
  preview,
  test,
};

/** Does what the arguments ask; refuses anything it does not know, with how it is used. */
export async function runLetters(args: string[]): Promise<void> {
  const [word = "", ...rest] = args;
  const subcommand = Object.hasOwn(SUBCOMMANDS, word) ? SUBCOMMANDS[word] : undefined;
  if (!subcommand) throw new OperatorError(usage());
  const given = parse(subcommand, rest);
  const settings = readSettings(process.env);
  await withInstallation(settings, "beside", async (url) => {
    const db = openPrisma(url);
    const pool = openPool(url, 4);
    const keys = ringOf(knownSecrets(settings, ROOT));
    const campaign = () => chooseCampaign(db, textOf(given, "campaign"));
    const desk = { pool, db, keys, settings, actor: "command:letters", now: new Date(), campaign };
    try {
      await checkSecret(pool, keys, desk.now);
      await subcommand.run(desk, given);
    } finally {
      await pool.end();
      await db.$disconnect();
    }
  });
}

function parse({ options, words }: Subcommand, args: string[]) {
  try {
    const known = { campaign: { type: "string" }, ...options } as const;
    const given = parseArgs({ args, options: known, allowPositionals: true });
    const { length } = given.positionals;
    if (length < words.least || length > words.most) throw new OperatorError(usage());
    return { positionals: given.positionals, values: { ...given.values } };
  } catch (cause) {
    throw new OperatorError(usage(), { cause });
  }
}

function usage(): string {
  const lines = Object.entries(SUBCOMMANDS).map(
    ([word, { usage: after, does }]) => `  ${`${word} ${after}`.trimEnd().padEnd(44)} ${does}`,
  );
  return `Usage: npm run letters -- …\n${lines.join("\n")}\nWhere there are several campaigns: --campaign SLUG.`;
}
