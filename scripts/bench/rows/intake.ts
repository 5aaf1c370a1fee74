import { withClient } from "@/lib/db/connection";
import { type Figure, figure, median } from "../figures";
import type { Job } from "../load/jobs";
import { alternate, askOnce, describeCost, emptyTally } from "../rounds";
import type { Stage } from "../stage";

const CONNECTIONS = 64;
const ROUNDS = 7;
const PEOPLE_A_ROUND = 3_000;

/**
 * Sign-ups a second, each of a new person at a new network, validated, limited, encrypted and on the disk with its
 * mail before it is acknowledged, against the least that a durable POST can cost. Fails where the database does not
 * hold exactly one signature and one mail per acknowledged sign-up.
 */
export async function measureIntake(stage: Stage): Promise<Figure> {
  const web = await stage.web();
  const before = await stored(stage.databaseUrl);
  const warmUp = await stage.load.run({ ...signing(stage), port: web.port });
  const size = await rowSizes(stage.databaseUrl);
  const bare = await stage.bare(size);
  const job = signing(stage);
  const [own, other] = await alternate(stage, ROUNDS, [
    { served: web, ask: () => stage.load.run({ ...job, port: web.port }) },
    { served: bare, ask: () => stage.load.run({ ...job, port: bare.port }) },
  ]);
  const acknowledged = warmUp.requests + PEOPLE_A_ROUND + own.requests;
  await requireStored(stage.databaseUrl, before, acknowledged);
  stage.known.intakeRate = median(own.rates);
  return figure({
    name: "intake",
    unit: "/s",
    value: own.rates,
    reference: other.rates,
    target: { of: "ratio", atLeast: 0.6 },
    note: `durable sign-ups by ${CONNECTIONS} clients against two bare inserts of ${size.signature} and ${size.mail} bytes; all ${acknowledged} stored once with one mail; ${describeCost(own, other)}`,
  });
}

/** The rate of intake, measured now where no row has measured it yet. */
export async function intakeRate(stage: Stage): Promise<number> {
  if (stage.known.intakeRate) return stage.known.intakeRate;
  const web = await stage.web();
  const tally = emptyTally();
  for (let round = 0; round < 4; round += 1) {
    stage.stop.check();
    await askOnce({ served: web, ask: () => stage.load.run({ ...signing(stage), port: web.port }) }, tally);
  }
  stage.known.intakeRate = median(tally.rates.slice(1));
  return stage.known.intakeRate;
}

export function signing({ slug }: Stage): Omit<Job, "port"> {
  return {
    connections: CONNECTIONS,
    request: { kind: "sign", path: `/api/v1/petitions/${slug}/signatures` },
    until: { requests: PEOPLE_A_ROUND },
    status: 303,
  };
}

/** Bytes of an average row of each table, without header (24) and id (16): what the bare handler writes. */
async function rowSizes(databaseUrl: string): Promise<{ signature: number; mail: number }> {
  const { rows } = await withClient(databaseUrl, (client) =>
    client.query<{ signature: number; mail: number }>(
      `SELECT (SELECT avg(pg_column_size(s)) - 40 FROM signature s)::int AS signature,
         (SELECT avg(pg_column_size(m)) - 40 FROM outbox_mail m)::int AS mail`,
    ),
  );
  return rows[0] ?? { signature: 0, mail: 0 };
}

type Stored = { signatures: number; mails: number };

async function stored(databaseUrl: string): Promise<Stored> {
  const { rows } = await withClient(databaseUrl, (client) =>
    client.query<Stored>(
      "SELECT (SELECT count(*)::int FROM signature) AS signatures, (SELECT count(DISTINCT subject_id)::int FROM outbox_mail) AS mails",
    ),
  );
  return rows[0] ?? { signatures: 0, mails: 0 };
}

async function requireStored(databaseUrl: string, before: Stored, acknowledged: number): Promise<void> {
  const now = await stored(databaseUrl);
  const [signatures, mails] = [now.signatures - before.signatures, now.mails - before.mails];
  if (signatures !== acknowledged || mails !== acknowledged)
    throw new Error(
      `${acknowledged} were acknowledged, ${signatures} signatures and ${mails} mails are stored`,
    );
}
