import type { ReactNode } from "react";

type OpeningProps = { eyebrow?: string; title: string; lead?: string; lang?: string; children?: ReactNode };

/** The head of a page: what kind of page, its title, and one sentence. `lang` is that of title and lead. */
export function Opening({ eyebrow, title, lead, lang, children }: OpeningProps) {
  return (
    <div className="opening">
      {eyebrow && <p className="eyebrow">{eyebrow}</p>}
      <h1 lang={lang}>{title}</h1>
      {lead && (
        <p className="lead" lang={lang}>
          {lead}
        </p>
      )}
      {children}
    </div>
  );
}
