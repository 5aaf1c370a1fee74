import type { ImportError } from "@/lib/campaigns/types";

/** Files that cannot be imported: every error in a line of its own, with file, row and field. */
export class SeedError extends Error {
  override name = "SeedError";
  constructor(readonly lines: string[]) {
    super(lines.join("\n"));
  }
}

type Refused = { ok: false; reason?: string; errors?: ImportError[] };

/** The good result of a command, or `SeedError` with what it refused. */
export function requireOk<T extends { ok: boolean }>(what: string, result: T): Extract<T, { ok: true }> {
  if (result.ok) return result as Extract<T, { ok: true }>;
  const { reason, errors } = result as unknown as Refused;
  throw new SeedError(errors ? errors.map(describe) : [`${what}: ${reason}`]);
}

function describe({ file, row, field, detail }: ImportError): string {
  return [row === null ? file : `${file}, row ${row}`, field, detail].filter(Boolean).join(": ");
}
