type TextSectionsProps = { sections: Record<string, { heading: string; text: string }>; lang?: string };

/** Headed sections of plain prose; an empty line in a text begins a new paragraph. */
export function TextSections({ sections, lang }: TextSectionsProps) {
  return (
    <div className="prose" lang={lang}>
      {Object.entries(sections).flatMap(([key, { heading, text }]) => [
        <h2 key={key} id={key}>
          {heading}
        </h2>,
        ...text.split("\n\n").map((paragraph) => <p key={`${key}-${paragraph.slice(0, 24)}`}>{paragraph}</p>),
      ])}
    </div>
  );
}
