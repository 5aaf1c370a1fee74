import { readFile } from "node:fs/promises";
import path from "node:path";
import type { ImportDocument } from "@/lib/campaigns/types";

/** Where a campaign's files lie. */
export function seedFolder(slug: string): string {
  return path.join(import.meta.dirname, slug);
}

/** Reads a JSON file; errors name it by its path inside the folder. Throws, naming the file, on what is no JSON. */
export async function readDocument(folder: string, file: string): Promise<ImportDocument> {
  const raw = await readFile(path.join(folder, file), "utf8");
  try {
    return { file, content: JSON.parse(raw) };
  } catch (cause) {
    throw new Error(`${file} is not JSON`, { cause });
  }
}
