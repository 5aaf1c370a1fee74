import { OperatorError } from "@/lib/config/operator-error";
import type { Db } from "@/lib/db/prisma";

/** Slug of the campaign that is named, or of the only one; throws where there is none, or are several. */
export async function chooseCampaign(db: Db, slug: string | undefined): Promise<string> {
  const [only, another] = await db.campaign.findMany({ where: { slug }, select: { slug: true }, take: 2 });
  if (!only) throw new OperatorError(slug ? `There is no campaign ${slug}.` : "There is no campaign yet.");
  if (another) throw new OperatorError("There are several campaigns; say which: --campaign SLUG");
  return only.slug;
}
