import { Agent, request } from "node:http";
import { SIGNATURES } from "./signer";

export type Person = {
  email: string;
  name: string;
  network: string /** Source tag, by which a test finds its own people. */;
  tag: string;
};

/** Distinct people from distinct networks. */
export function crowd(size: number, tag: string): Person[] {
  return Array.from({ length: size }, (_, index) => ({
    email: `${tag}.${index}@example.org`,
    name: `Člověk ${index} 李`,
    tag,
    network: `10.${tag.charCodeAt(0)}.${index >> 8}.${index & 255}`,
  }));
}

/** People once each, and `again` of them a second time, at places spread through the queue. */
export function withDuplicates(people: Person[], again: number): Person[] {
  const queue = [...people];
  for (let index = 0; index < again; index += 1) {
    const person = people[(index * 7) % people.length];
    if (person) queue.splice((index * 31) % queue.length, 0, person);
  }
  return queue;
}

export type SurgeResult = { statuses: Record<string, number>; acknowledged: Set<string> };

/**
 * Signs for everyone in the queue with `clients` at once. With `persistent`, whoever gets no 202 (the server was
 * killed, the database is away) presses the button again until it comes.
 */
export async function surge(
  base: string,
  queue: Person[],
  clients: number,
  persistent = false,
): Promise<SurgeResult> {
  const agent = new Agent({ keepAlive: true, maxSockets: clients });
  const result: SurgeResult = { statuses: {}, acknowledged: new Set() };
  let next = 0;
  await Promise.all(
    Array.from({ length: clients }, async () => {
      for (let person = queue[next++]; person; person = queue[next++])
        await untilHeard(base, agent, person, result, persistent);
    }),
  );
  agent.destroy();
  return result;
}

async function untilHeard(
  base: string,
  agent: Agent,
  person: Person,
  result: SurgeResult,
  persistent: boolean,
): Promise<void> {
  for (;;) {
    const status = await sign(base, agent, person);
    result.statuses[status] = (result.statuses[status] ?? 0) + 1;
    if (status === "202") result.acknowledged.add(person.email);
    if (status === "202" || !persistent) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** One sign-up; the status, or what happened to the connection. */
function sign(base: string, agent: Agent, { email, name, tag, network }: Person): Promise<string> {
  const body = JSON.stringify({ email, name, country: "KR", display: "initials", consent: "on", src: tag });
  const headers = {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(body),
    "x-forwarded-for": network,
  };
  return new Promise((resolve) => {
    const sent = request(
      new URL(SIGNATURES, base),
      { method: "POST", agent, headers, timeout: 20_000 },
      (answer) => {
        answer
          .resume()
          .on("end", () => resolve(String(answer.statusCode)))
          .on("error", () => resolve("broken off"));
      },
    );
    sent.on("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? "error"));
    sent.on("timeout", () => sent.destroy());
    sent.end(body);
  });
}
