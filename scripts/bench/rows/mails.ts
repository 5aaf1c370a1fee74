import { closeSync, openSync } from "node:fs";
import { devNull } from "node:os";
import { type Drained, drain } from "../../drain/drain";
import { answering } from "../../drain/faults";
import { signMany } from "../../drain/sign-many";
import { say } from "../../terminal";
import { type Figure, figure } from "../figures";
import type { Stage } from "../stage";

const MAILS = 10_000;
const FEWER = 5_000;
/** Requests a second that the provider's account allows, and mails in each. */
const LIMIT = 5;
const BATCH = 100;
/** As good as no limit. */
const OPEN = 1_000;

/** Workers that are killed hard in the course of the run, at random moments. */
const KILLS = 20;

/**
 * Mails a second that three workers hand to a provider who lets in five requests a second, against what that limit
 * allows, while workers are killed and a tenth of the answers fails; fails where one of the mails is missing or came
 * twice. The note says what they do undisturbed, what one worker does, and what one would do without a limit.
 */
export async function measureMails(stage: Stage): Promise<Figure> {
  const three = await measure(stage, {
    name: "mails_kills",
    mails: MAILS,
    workers: 3,
    rate: LIMIT,
    kills: KILLS,
  });
  const calm = await measure(stage, { name: "mails_three", mails: MAILS, workers: 3, rate: LIMIT });
  const one = await measure(stage, { name: "mails_one", mails: MAILS, workers: 1, rate: LIMIT });
  const open = await measure(stage, { name: "mails_open", mails: FEWER, workers: 1, rate: OPEN });
  const cost = calm.processor === null ? "?" : `${((calm.processor / MAILS) * 1e3).toFixed(2)} ms`;
  return figure({
    name: "mails",
    unit: "/s",
    value: [three.rate * BATCH],
    reference: [LIMIT * BATCH],
    target: { of: "ratio", atLeast: 0.95 },
    note: `${MAILS} confirmation mails by three workers through ${three.killed} hard kills and a tenth of failing answers, each once, ${three.turnedAway} requests beyond the limit; undisturbed ${shown(calm)}; one worker ${shown(one)}; without a limit one worker ${shown(open)}; processor time of the workers ${cost} a mail, their start included`,
  });
}

type Wish = { name: string; mails: number; workers: number; rate: number; kills?: number };

async function measure(stage: Stage, { name, mails, workers, rate, kills = 0 }: Wish): Promise<Drained> {
  stage.stop.check();
  const databaseUrl = await stage.addDatabase(name);
  say(`Signing for ${mails.toLocaleString("en")} people …`);
  await signMany(databaseUrl, stage.secret, { slug: stage.slug, people: mails });
  const output = openSync(devNull, "a");
  try {
    const limited = rate === LIMIT;
    const drained = await drain({
      databaseUrl,
      secret: stage.secret,
      mails,
      workers,
      rate,
      limit: rate,
      answers: limited ? answering(1, kills > 0) : undefined,
      kills,
      output,
      signal: stage.stop.signal,
    });
    stage.stop.check();
    const people = new Set(drained.reached).size;
    if (people !== mails || drained.reached.length !== mails)
      throw new Error(`${drained.reached.length} mails reached ${people} of ${mails} people`);
    return drained;
  } finally {
    closeSync(output);
  }
}

function shown({ rate }: Drained): string {
  return `${Math.round(rate * BATCH)} a second`;
}
