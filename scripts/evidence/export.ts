import { OperatorError } from "@/lib/config/operator-error";
import type { PrismaClient } from "@/lib/db/generated/client";
import { type TableForm, writeFolder } from "@/lib/evidence/write-folder";
import { exportWithLetters } from "@/lib/letters/export-letters";
import { say } from "../terminal";

/** Writes a campaign into an empty or new folder, as files that an import reads. */
export async function exportFolder(
  db: PrismaClient,
  slug: string,
  folder: string,
  form: TableForm,
): Promise<void> {
  if (!(await db.campaign.findUnique({ where: { slug }, select: { id: true } })))
    throw new OperatorError(`There is no campaign ${slug}.`);
  const written = await writeFolder(exportWithLetters(db, slug), folder, form);
  if (!written.ok) throw new OperatorError(`${folder} is not empty; nothing was written.`);
  say(`Wrote ${written.files.length} files into ${folder}.`);
}
