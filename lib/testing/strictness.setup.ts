import { afterEach, beforeEach, expect, vi } from "vitest";

/**
 * A test that makes the program complain fails: what nobody expected on the console hides in no log. A test that
 * expects a complaint spies on the console itself. (Unhandled rejections fail the run in vitest anyway.)
 */
const complaints: string[] = [];

beforeEach(() => {
  complaints.length = 0;
  for (const level of ["error", "warn"] as const) {
    vi.spyOn(console, level).mockImplementation((...args) => complaints.push(args.map(String).join(" ")));
  }
});

afterEach(() => {
  vi.restoreAllMocks();
  expect(complaints, "unexpected output on the console").toEqual([]);
});
