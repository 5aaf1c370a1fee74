import { OperatorError } from "@/lib/config/operator-error";
import { readSettings } from "@/lib/config/settings";
import { openPool } from "@/lib/db/pool";
import { openPrisma } from "@/lib/db/prisma";
import { checkSecret } from "@/lib/db/secret-check";
import { checkTarget, type OfficeDesk } from "@/lib/letters/check-target";
import { freezeOffice, type ResumeDesk, resumeOffice, unfreezeOffice } from "@/lib/letters/freeze-letters";
import { findTarget, listTargets } from "@/lib/letters/gate-queries";
import { paceOffice } from "@/lib/letters/pace-office";
import { chooseCampaign } from "../choose-campaign";
import { withInstallation } from "../keeping/open-database";
import { ROOT } from "../project";
import { knownSecrets, ringOf } from "../start/secrets";
import { say, sayHarmless } from "../terminal";
import { type Asked, readArguments } from "./arguments";
import { describeFully, describeTarget, WHY_NOT } from "./words";

const ACTOR = "command:targets";

type Wanted<V extends Asked["verb"]> = Extract<Asked, { verb: V }> & { campaign: string };

/** Does what the arguments ask. Whoever has the command line has the whole installation, as its operator. */
export async function runTargets(args: string[]): Promise<void> {
  const asked = readArguments(args);
  const settings = readSettings(process.env);
  const keys = ringOf(knownSecrets(settings, ROOT));
  await withInstallation(settings, "beside", async (url) => {
    const [db, pool] = [openPrisma(url), openPool(url, 2)];
    try {
      await checkSecret(pool, keys, new Date());
      const campaign = await chooseCampaign(db, asked.campaign);
      await act({ db, pool, keys, actor: ACTOR, now: new Date() }, { ...asked, campaign });
    } finally {
      await db.$disconnect();
      await pool.end();
    }
  });
}

async function act(desk: ResumeDesk, asked: Asked & { campaign: string }): Promise<void> {
  if (asked.verb === "list") return await list(desk, asked);
  if (asked.verb === "show") return await show(desk, asked.campaign, asked.target);
  if (asked.verb === "check") return await check(desk, asked);
  if (asked.verb === "pace") return await pace(desk, asked);
  const move = { freeze: freezeOffice, unfreeze: unfreezeOffice, resume: resumeOffice }[asked.verb];
  const done = await move(desk, asked);
  if (!done.ok) throw new OperatorError(WHY_NOT[done.reason]);
  if (!done.changed) say("It was so already.");
  await show(desk, asked.campaign, asked.target);
}

async function list({ db, now }: OfficeDesk, { campaign, country }: Wanted<"list">): Promise<void> {
  const targets = await listTargets(db, campaign, country?.toUpperCase());
  for (const target of targets) sayHarmless(describeTarget(target, now));
  const open = targets.filter(({ check }) => check?.email).length;
  say(`${targets.length} offices, of ${open} an address was found.`);
}

async function show({ db, now }: OfficeDesk, campaign: string, key: string): Promise<void> {
  const target = await findTarget(db, campaign, key);
  if (!target) throw new OperatorError(WHY_NOT["unknown-target"]);
  for (const line of describeFully(target, now)) sayHarmless(line);
}

async function check(desk: OfficeDesk, { source, ...asked }: Wanted<"check">): Promise<void> {
  const done = await checkTarget(desk, { ...asked, sourceUrl: source });
  if (!done.ok) throw new OperatorError(WHY_NOT[done.reason]);
  await show(desk, asked.campaign, asked.target);
  if (done.assumedHours)
    say(
      `Its hours are taken to be ${done.assumedHours}, without holidays; otherwise: npm run targets -- pace KEY`,
    );
  if (done.letters > 0) say(`Letters that waited for the office and go there now: ${done.letters}`);
  if (done.frozen) say("Letters there are frozen: npm run targets -- unfreeze KEY");
  if (done.paused) say("Letters there are paused, for one came back: npm run targets -- resume KEY");
}

async function pace(desk: OfficeDesk, asked: Wanted<"pace">): Promise<void> {
  const done = await paceOffice(desk, asked);
  if (!done.ok) throw new OperatorError(WHY_NOT[done.reason]);
  await show(desk, asked.campaign, asked.target);
}
