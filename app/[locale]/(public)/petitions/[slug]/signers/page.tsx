import { notFound } from "next/navigation";
import { SignersPage } from "@/components/signatures/signers-page";
import { appKeys } from "@/lib/crypto/app-keys";
import { pool } from "@/lib/db/pool";
import { listPublicSigners } from "@/lib/signatures/public-signers";
import { pageLocale } from "../../../../page-locale";

export const dynamic = "force-dynamic";

type Props = {
  params: Promise<{ locale: string; slug: string }>;
  searchParams: Promise<{ after?: string | string[] }>;
};

const PAGE = 100;

export default async function Page({ params, searchParams }: Props) {
  const locale = await pageLocale(params);
  const { slug } = await params;
  const asked = (await searchParams).after;
  const after = typeof asked === "string" && asked !== "" ? asked : undefined;
  const page = await listPublicSigners(pool(), appKeys(), slug, { after, limit: PAGE });
  if (!page || page === "unknown-after") notFound();
  const further = after !== undefined;
  return <SignersPage {...{ slug, signers: page.items, next: page.next, further, locale }} />;
}
