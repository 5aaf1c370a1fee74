import { OperatorError } from "@/lib/config/operator-error";
import { type Figure, figure } from "../figures";
import { peakMemory } from "../processes";
import type { Stage } from "../stage";
import { signing } from "./intake";

const PEOPLE = 10_000;
const READERS = 64;
const SECONDS = 6;

/** The web process's largest resident memory, after signers and readers came at once and after all earlier rows. */
export async function measureMemory(stage: Stage): Promise<Figure> {
  const { pid, port } = await stage.web();
  const read = (path: string) =>
    stage.load.run({
      port,
      connections: READERS,
      request: { kind: "get", path },
      until: { seconds: SECONDS },
      status: 200,
    });
  await Promise.all([
    stage.load.run({ ...signing(stage), until: { requests: PEOPLE }, port }),
    read(`/en/petitions/${stage.slug}`),
    read(`/api/v1/petitions/${stage.slug}/count`),
  ]);
  const peak = peakMemory(pid);
  if (peak === null) throw new OperatorError("The memory row reads /proc and needs Linux.");
  return figure({
    name: "memory",
    unit: "MB",
    value: [peak],
    target: { of: "value", atMost: 512 },
    note: `largest resident memory of the web process, ${PEOPLE} sign-ups with ${READERS * 2} readers at once`,
  });
}
