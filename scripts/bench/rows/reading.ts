import { type Figure, figure } from "../figures";
import { alternate, describeCost } from "../rounds";
import type { Stage } from "../stage";

const CONNECTIONS = 32;
const ROUNDS = 5;
const SECONDS = 2;
/** Prerendered by every build; nothing else of Vigil's is, for all its pages show what changes. */
const STATIC_PAGE = "/_not-found";

/** The petition page, warm and compressed, against Next's own prerendered page under `next start`. */
export function measurePage(stage: Stage): Promise<Figure> {
  return measureReading(stage, { name: "page", path: `/en/petitions/${stage.slug}`, atLeast: 5 });
}

/** The live count against the same. */
export function measureCount(stage: Stage): Promise<Figure> {
  return measureReading(stage, { name: "count", path: `/api/v1/petitions/${stage.slug}/count`, atLeast: 10 });
}

type Reading = { name: string; path: string; atLeast: number };

async function measureReading(stage: Stage, { name, path, atLeast }: Reading): Promise<Figure> {
  const [web, next] = [await stage.web(), await stage.plainNext()];
  const read = (port: number, asked: string, status: number) =>
    stage.load.run({
      port,
      connections: CONNECTIONS,
      request: { kind: "get", path: asked },
      until: { seconds: SECONDS },
      status,
    });
  const [own, other] = await alternate(stage, ROUNDS, [
    { served: web, ask: () => read(web.port, path, 200) },
    { served: next, ask: () => read(next.port, STATIC_PAGE, 404) },
  ]);
  return figure({
    name,
    unit: "/s",
    value: own.rates,
    reference: other.rates,
    target: { of: "ratio", atLeast },
    note: `${path} by ${CONNECTIONS} clients against ${STATIC_PAGE} of the same build under next start; ${describeCost(own, other)}`,
  });
}
