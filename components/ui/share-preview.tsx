type SharePreviewProps = {
  title: string;
  description: string;
  /** Absolute address of the page itself. */
  url: string;
  kind?: "article" | "website";
  siteName: string;
  /** A picture of 1200 × 630, by its absolute address, and what it shows. */
  image?: { url: string; alt: string };
};

/** What others show where the page is linked (Open Graph), and its one address. React lifts it into the head. */
export function SharePreview({
  title,
  description,
  url,
  kind = "article",
  siteName,
  image,
}: SharePreviewProps) {
  return (
    <>
      <link rel="canonical" href={url} />
      <meta property="og:type" content={kind} />
      <meta property="og:title" content={title} />
      <meta property="og:description" content={description} />
      <meta property="og:url" content={url} />
      <meta property="og:site_name" content={siteName} />
      <meta name="twitter:card" content={image ? "summary_large_image" : "summary"} />
      {image && <meta property="og:image" content={image.url} />}
      {image && <meta property="og:image:alt" content={image.alt} />}
    </>
  );
}
