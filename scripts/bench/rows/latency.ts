import { type Figure, figure } from "../figures";
import type { Stage } from "../stage";
import { intakeRate, signing } from "./intake";

const ROUNDS = 5;
const SECONDS = 3;
/** Enough that a request never waits for a free connection unless the server stalls. */
const CONNECTIONS = 128;

/** 95th percentile of intake's latency at half its rate, counted from when each sign-up was due. */
export async function measureLatency(stage: Stage): Promise<Figure> {
  const pace = (await intakeRate(stage)) / 2;
  const { port } = await stage.web();
  const [p95, p50]: [number[], number[]] = [[], []];
  for (let round = 0; round < ROUNDS; round += 1) {
    stage.stop.check();
    const until = { requests: Math.max(1, Math.round(pace * SECONDS)) };
    const result = await stage.load.run({ ...signing(stage), connections: CONNECTIONS, until, pace, port });
    p95.push(result.p95);
    p50.push(result.p50);
  }
  return figure({
    name: "latency",
    unit: "ms",
    value: p95,
    target: { of: "value", atMost: 50 },
    note: `95th percentile at ${Math.round(pace)} sign-ups a second; half of them within ${Math.max(...p50).toFixed(1)} ms in every round`,
  });
}
