import type pg from "pg";
import { countryTableDoor } from "@/app/api/v1/petitions/[slug]/countries.csv/door";
import { countriesDoor } from "@/app/api/v1/petitions/[slug]/countries.json/door";
import { petitionDoor } from "@/app/api/v1/petitions/[slug]/door";
import { historyTableDoor } from "@/app/api/v1/petitions/[slug]/history.csv/door";
import { historyDoor } from "@/app/api/v1/petitions/[slug]/history.json/door";
import { signersDoor } from "@/app/api/v1/petitions/[slug]/signers/door";
import { petitionCount } from "@/lib/petitions/queries";
import type { Door } from "@/lib/web/door";

const DOORS: [name: string, door: Door][] = [
  ["petition", petitionDoor],
  ["history.json", historyDoor],
  ["history.csv", historyTableDoor],
  ["countries.json", countriesDoor],
  ["countries.csv", countryTableDoor],
  ["signers", signersDoor],
];

/**
 * Everything the public can read of a petition's numbers and signers, as the doors answer it, with what a cache is told.
 * Takes the petition's slug, the moment, and the tags that were told in this world before, to which it adds its own.
 */
export async function pollFigures(
  pool: pg.Pool,
  slug: string,
  now: Date,
  tags: Map<string, number>,
): Promise<string> {
  const answers = await Promise.all(
    DOORS.map(async ([name, door]) => {
      const answer = await door({
        method: "GET",
        path: `/api/v1/petitions/${slug}`,
        query: () => new URLSearchParams(name === "signers" ? { limit: "1000" } : {}),
        params: { slug },
        header: () => undefined,
        body: new Uint8Array(),
        peer: null,
        direct: false,
        requestId: "poll",
        now,
      });
      if (answer.status !== 200) throw new Error(`${name}: ${answer.status}`);
      const body = "body" in answer ? String(answer.body) : "";
      // A tag is over the slug, too, which differs between worlds: what it tells is whether the answer is the one of before.
      const tag = `${name} ${answer.headers?.etag}`;
      const known = [...tags.keys()].filter((other) => other.startsWith(`${name} `)).length;
      tags.set(tag, tags.get(tag) ?? known);
      const numbers = name === "petition" ? JSON.stringify(JSON.parse(body).counts) : body;
      return `${name} #${tags.get(tag)} ${numbers.replaceAll(slug, "slug")}`;
    }),
  );
  // The live count's door keeps its answer for a second of real time; this is what it reads.
  const count = await petitionCount(pool, slug);
  return [`live ${count?.confirmed}`, ...answers].join("\n");
}
