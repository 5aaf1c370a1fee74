import { useTranslations } from "next-intl";
import type { Paragraph, Sentence } from "@/lib/campaigns/types";

/** Key of a claim → number of its note. */
export type NoteNumbers = ReadonlyMap<string, number>;

type CitedTextProps = { paragraphs: Paragraph[]; notes?: NoteNumbers };

/** Paragraphs whose sentences lead, by small numbers, to the notes they rest on. Without notes the numbers are left out. */
export function CitedText({ paragraphs, notes }: CitedTextProps) {
  return paragraphs.map((paragraph) => (
    <p key={paragraph.sentences[0]?.text}>
      {paragraph.sentences.map((sentence, index) => (
        <CitedSentence key={sentence.text} sentence={sentence} notes={notes} first={index === 0} />
      ))}
    </p>
  ));
}

function CitedSentence({
  sentence,
  notes,
  first,
}: {
  sentence: Sentence;
  notes?: NoteNumbers;
  first: boolean;
}) {
  const t = useTranslations("petition");
  const numbers = sentence.claims.flatMap((claim) => notes?.get(claim) ?? []);
  return (
    <>
      {first ? sentence.text : ` ${sentence.text}`}
      {numbers.map((number) => (
        <a key={number} className="cite" href={`#note-${number}`} aria-label={t("note", { number })}>
          {number}
        </a>
      ))}
    </>
  );
}
