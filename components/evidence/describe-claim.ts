import type { ClaimPageProps } from "./claim-page";
import { describeSource } from "./describe-source";
import { evidencePaths } from "./evidence-paths";

type Words = { finding: string; siteName: string };

/**
 * A claim as schema.org describes one, with the document it appears in, and a review of it where it was checked. The
 * rating has a name and no number: findings such as "sources differ" stand on no scale, and nothing is averaged.
 */
export function describeClaim(page: ClaimPageProps, words: Words): Record<string, unknown> {
  const { claim, source, campaign, opponents, origin } = page;
  const paths = evidencePaths(campaign.slug);
  const url = origin + paths.claim(claim.id);
  const appearance = describeSource(source, campaign.slug, origin);
  const described = {
    "@type": "Claim",
    "@id": `${url}#claim`,
    url,
    name: claim.statement,
    text: claim.statement,
    inLanguage: page.campaign.defaultLocale,
    creator: { "@type": "Thing", name: claim.speaker },
    temporalCoverage: claim.date.text,
    appearance,
    citation: appearance,
    isPartOf: { "@type": "CreativeWork", name: campaign.title, url: origin + paths.campaign },
    ...(opponents.length > 0
      ? { mentions: opponents.map(({ id }) => ({ "@id": `${origin}${paths.claim(id)}#claim` })) }
      : {}),
  };
  return { "@graph": [described, ...reviews(page, url, words)] };
}

/** One review, however many checks there were: a check may confirm a part of what is wrong as a whole. */
function reviews(
  { claim, campaign, checks, origin }: ClaimPageProps,
  url: string,
  { finding, siteName }: Words,
) {
  if (checks.length === 0) return [];
  const review = {
    "@type": "ClaimReview",
    "@id": `${url}#review`,
    url,
    claimReviewed: claim.statement,
    itemReviewed: { "@type": "Claim", "@id": `${url}#claim`, name: claim.statement },
    reviewRating: { "@type": "Rating", alternateName: finding, ratingExplanation: claim.verdict.reason },
    reviewBody: checks.map(({ text }) => text).join("\n"),
    inLanguage: campaign.defaultLocale,
    author: { "@type": "Organization", name: siteName, url: origin },
    citation: checks.flatMap(({ sources }) => sources.flatMap(describeCheckSource)),
  };
  return [review];
}

function describeCheckSource({ title, link }: ClaimPageProps["checks"][number]["sources"][number]) {
  if (!title && !link) return [];
  return [{ "@type": "CreativeWork", ...(title ? { name: title } : {}), ...(link ? { url: link } : {}) }];
}
