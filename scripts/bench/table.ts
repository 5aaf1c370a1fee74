import type { Figure, Target } from "./figures";

const HEADINGS = ["what", "value", "reference", "ratio", "target", "ok"];

/** The figures as a table for a terminal: names to the left, numbers to the right. */
export function drawTable(figures: Figure[]): string {
  const lines = [HEADINGS, ...figures.map(cells)];
  const widths = HEADINGS.map((_, column) => Math.max(...lines.map((line) => (line[column] ?? "").length)));
  const drawn = lines.map((line) =>
    line
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join("  "),
  );
  drawn.splice(1, 0, widths.map((width) => "─".repeat(width)).join("  "));
  return drawn.join("\n");
}

/** What stands below the table: what each figure was measured on. */
export function noteLines(figures: Figure[]): string[] {
  return figures.map(({ name, note }) => `${name}: ${note}`);
}

function cells({ name, unit, value, reference, ratio, target, ok }: Figure): string[] {
  return [
    name,
    `${shown(value)} ${unit}`,
    reference === null ? "–" : `${shown(reference)} ${unit}`,
    ratio === null ? "–" : ratio.toFixed(2),
    wanted(target, unit),
    ok ? "yes" : "NO",
  ];
}

function wanted({ of, atLeast, atMost }: Target, unit: string): string {
  const bound = atLeast === undefined ? `≤ ${atMost}` : `≥ ${atLeast}`;
  return of === "ratio" ? `${bound} of it` : `${bound} ${unit}`;
}

/** Three digits are all that such a measurement carries. */
function shown(value: number): string {
  return value >= 100 ? Math.round(value).toLocaleString("en") : value.toPrecision(3);
}
