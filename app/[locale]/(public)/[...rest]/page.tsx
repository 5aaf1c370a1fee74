import { notFound } from "next/navigation";
import { pageLocale } from "../../page-locale";

export const dynamic = "force-dynamic";

/** Whatever no other page answers to, so that "not found" comes in the reader's language. */
export default async function Page({ params }: { params: Promise<{ locale: string }> }) {
  await pageLocale(params);
  notFound();
}
