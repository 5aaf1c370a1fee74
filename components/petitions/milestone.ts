const STEPS = [1, 2.5, 5, 10];
const FIRST = 100;

/** The next round number above a count: 100, 250, 500, 1,000, 2,500 … It is computed, never set to urge anyone. */
export function nextMilestone(count: number): number {
  for (let scale = FIRST; ; scale *= 10) {
    const step = STEPS.find((factor) => factor * scale > count);
    if (step !== undefined) return step * scale;
  }
}
