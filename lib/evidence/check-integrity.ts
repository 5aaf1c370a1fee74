import type { Db } from "@/lib/db/prisma";
import { compareGroups } from "./group-conflicts";
import { EVIDENCE_PAGES } from "./import-schema";
import { reachOf } from "./reach-claims";
import { VERDICTS } from "./schema";
import { citedIn, paragraphsOf, sentencesOf, textsOf } from "./stored-texts";
import { isDisputable } from "./types";

/** What is wrong where: for whoever keeps the campaign, in words. */
export type Problem = { code: ProblemCode; where: string; detail: string };

export type ProblemCode =
  | "fact-without-claim"
  | "figure-without-claim"
  | "dead-link"
  | "missing-field"
  | "unknown-verdict"
  | "one-sided-conflict"
  | "wrong-group"
  | "orphan-claim"
  | "orphan-source"
  | "reserved"
  | "disputed-in-letter";

/**
 * Whether a campaign's evidence holds together: every factual sentence of its own words, dossiers, petitions and
 * letters cites a claim, and so does every sentence with a figure; what letters say goes undisputed or has a note;
 * every claim has source, speaker and date, and a verdict that pages know; everything named is there; conflicts stand
 * in both directions, and whoever disagrees in its group; every claim is reached from what is composed of claims, or from one that is, and something rests
 * on every source; no dossier has the name of a page. Takes the campaign's id. Returns every breach.
 */
export async function checkIntegrity(db: Db, campaignId: string): Promise<Problem[]> {
  const checks = [
    checkTexts,
    checkClaims,
    checkVerdicts,
    checkLinks,
    checkConflicts,
    checkGroups,
    checkReach,
    checkSources,
    checkDossiers,
    checkLetters,
  ];
  const found: Problem[] = [];
  for (const check of checks) found.push(...(await check(db, campaignId)));
  return found;
}

async function checkTexts(db: Db, campaignId: string): Promise<Problem[]> {
  const texts = await textsOf(db, campaignId);
  const cited = [...new Set(texts.flatMap(({ body }) => citedIn(body)))];
  const found = await db.claim.findMany({ where: { campaignId, key: { in: cited } }, select: { key: true } });
  const known = new Set(found.map(({ key }) => key));
  return texts.flatMap(({ where, body }) => [
    ...sentencesOf(body).flatMap(({ text, kind, claims }) => {
      if (claims.length > 0) return [];
      if (kind === "fact") return [problem("fact-without-claim", where, text)];
      return kind === "link" && /\p{Nd}/u.test(text) ? [problem("figure-without-claim", where, text)] : [];
    }),
    ...citedIn(body)
      .filter((claim) => !known.has(claim))
      .map((claim) => problem("dead-link", where, `cites ${claim}`)),
  ]);
}

async function checkClaims(db: Db, campaignId: string): Promise<Problem[]> {
  const rows = await db.$queryRaw<{ key: string; speaker: string; date: string }[]>`
    SELECT key, speaker, date_text AS date FROM claim
    WHERE campaign_id = ${campaignId}::uuid AND (btrim(speaker) = '' OR btrim(date_text) = '')`;
  return rows.flatMap(({ key, ...fields }) =>
    Object.entries(fields)
      .filter(([, value]) => value.trim() === "")
      .map(([field]) => problem("missing-field", `claim ${key}`, field)),
  );
}

async function checkVerdicts(db: Db, campaignId: string): Promise<Problem[]> {
  const rows = await db.$queryRaw<{ what: string; verdict: string }[]>`
    SELECT * FROM (
      SELECT 'claim ' || key AS what, verdict_label AS verdict FROM claim WHERE campaign_id = ${campaignId}::uuid
      UNION ALL
      SELECT 'fact check ' || number, verdict FROM fact_check WHERE campaign_id = ${campaignId}::uuid
      UNION ALL
      SELECT 'plan ' || key, verdict FROM reported_plan WHERE campaign_id = ${campaignId}::uuid
    ) AS judged WHERE NOT verdict = ANY (${[...VERDICTS]}::text[])`;
  return rows.map(({ what, verdict }) => problem("unknown-verdict", what, verdict));
}

/** What the database has no foreign key for: numbers of fact checks, and sources that fact checks name by key. */
async function checkLinks(db: Db, campaignId: string): Promise<Problem[]> {
  const rows = await db.$queryRaw<{ what: string; named: string }[]>`
    SELECT 'claim ' || key AS what, 'fact check ' || fact_check AS named FROM claim c
    WHERE campaign_id = ${campaignId}::uuid AND fact_check IS NOT NULL AND NOT EXISTS
      (SELECT FROM fact_check f WHERE f.campaign_id = c.campaign_id AND f.number = c.fact_check)
    UNION ALL
    SELECT 'plan ' || key, 'fact check ' || fact_check FROM reported_plan p
    WHERE campaign_id = ${campaignId}::uuid AND fact_check IS NOT NULL AND NOT EXISTS
      (SELECT FROM fact_check f WHERE f.campaign_id = p.campaign_id AND f.number = p.fact_check)
    UNION ALL
    SELECT 'fact check ' || f.number, 'source ' || named FROM fact_check f, unnest(f.sources) AS named
    WHERE f.campaign_id = ${campaignId}::uuid AND named !~ '^https?://' AND NOT EXISTS
      (SELECT FROM source s WHERE s.campaign_id = f.campaign_id AND s.key = named)`;
  return rows.map(({ what, named }) => problem("dead-link", what, `names ${named}`));
}

async function checkConflicts(db: Db, campaignId: string): Promise<Problem[]> {
  const rows = await db.$queryRaw<{ claim: string; other: string }[]>`
    SELECT a.key AS claim, b.key AS other
    FROM claim_conflict l JOIN claim a ON a.id = l.claim_id JOIN claim b ON b.id = l.other_id
    WHERE a.campaign_id = ${campaignId}::uuid AND NOT EXISTS
      (SELECT FROM claim_conflict back WHERE back.claim_id = l.other_id AND back.other_id = l.claim_id)`;
  return rows.map(({ claim, other }) => problem("one-sided-conflict", `claim ${claim}`, `names ${other}`));
}

async function checkGroups(db: Db, campaignId: string): Promise<Problem[]> {
  const { wrong, missing } = await compareGroups(db, campaignId);
  const keys = new Set([...wrong, ...missing.map(({ key }) => key)]);
  return [...keys].map((key) => problem("wrong-group", `conflicts ${key}`, "not those who disagree"));
}

async function checkReach(db: Db, campaignId: string): Promise<Problem[]> {
  const { orphans } = await reachOf(db, campaignId);
  return orphans.map((key) => problem("orphan-claim", `claim ${key}`, "only its source's page leads to it"));
}

/** Sources that no claim, demand, plan or fact check names; fact checks may name one by its address. */
async function checkSources(db: Db, campaignId: string): Promise<Problem[]> {
  const rows = await db.$queryRaw<{ key: string }[]>`
    SELECT key FROM source s WHERE campaign_id = ${campaignId}::uuid
      AND NOT EXISTS (SELECT FROM claim WHERE source_id = s.id)
      AND NOT EXISTS (SELECT FROM demand WHERE source_id = s.id)
      AND NOT EXISTS (SELECT FROM reported_plan WHERE source_id = s.id)
      AND NOT EXISTS (SELECT FROM fact_check f
        WHERE f.campaign_id = s.campaign_id AND (s.key = ANY (f.sources) OR s.original_url = ANY (f.sources)))
    ORDER BY position, key`;
  return rows.map(({ key }) => problem("orphan-source", `source ${key}`, "nothing rests on it"));
}

/** What an import refuses may stand in a database from before a page had its name. */
async function checkDossiers(db: Db, campaignId: string): Promise<Problem[]> {
  const hidden = await db.dossier.findMany({
    where: { campaignId, key: { in: EVIDENCE_PAGES } },
    orderBy: { position: "asc" },
    select: { key: true },
  });
  return hidden.map(({ key }) => problem("reserved", `dossier ${key}`, "a page has this name"));
}

/** What the newest text of a letter says of a disputable claim without a note, or of one that nobody could confirm. */
async function checkLetters(db: Db, campaignId: string): Promise<Problem[]> {
  const templates = await db.letterTemplate.findMany({
    where: { campaignId, state: { not: "closed" } },
    orderBy: [{ position: "asc" }, { key: "asc" }],
    include: { versions: { orderBy: [{ number: "desc" }, { locale: "asc" }] } },
  });
  const cited = await db.claim.findMany({
    where: { campaignId, letterVersions: { some: {} } },
    select: { key: true, contested: true, verdictLabel: true },
  });
  const disputable = new Map(
    cited
      .filter(({ contested, verdictLabel }) => isDisputable({ contested, verdict: verdictLabel }))
      .map(({ key, verdictLabel }) => [key, verdictLabel]),
  );
  return templates.flatMap(({ key, versions }) =>
    versions
      .filter(({ number }) => number === versions[0]?.number)
      .flatMap(({ number, locale, body }) =>
        paragraphsOf(body).flatMap((paragraph) =>
          citedIn(paragraph)
            .filter((claim) => disputable.get(claim) === "unconfirmed" || !paragraph.note)
            .filter((claim) => disputable.has(claim))
            .map((claim) =>
              problem(
                "disputed-in-letter",
                `letter ${key} ${number} ${locale}`,
                `cites ${claim}, which is ${disputable.get(claim)}`,
              ),
            ),
        ),
      ),
  );
}

function problem(code: ProblemCode, where: string, detail: string): Problem {
  return { code, where, detail };
}
