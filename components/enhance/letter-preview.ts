import { composeText } from "@/lib/letters/compose-text";
import type { CitableClaim, LetterParts, LetterText } from "@/lib/letters/types";
import { wholeText } from "@/lib/letters/whole-text";

/** What the page hands over: all that a letter is composed of but the writer's part, as JSON can hold it. */
type Given = Omit<LetterParts, "claims" | "choices" | "ownWords" | "writer"> & { claims: CitableClaim[] };

/** Shows the letter as it comes to be while somebody ticks and types, composed here by the server's own rules. */
export function previewLetter(form: HTMLFormElement): void {
  const panel = document.querySelector<HTMLDetailsElement>("[data-live-preview]");
  const subject = panel?.querySelector<HTMLElement>("[data-preview-subject]");
  const text = panel?.querySelector<HTMLElement>("[data-preview-text]");
  if (!panel || !subject || !text) return;
  const letterOf = form.dataset.parts ? composing(form, JSON.parse(form.dataset.parts)) : typing(form);
  const show = () => {
    const letter = letterOf();
    subject.textContent = letter.subject;
    text.textContent = wholeText(letter, panel.dataset.sources ?? "");
  };
  panel.hidden = false;
  // Beside the form where there is room for it; on a phone it is opened by whoever wants it.
  panel.open = matchMedia("(min-width: 64rem)").matches;
  form.addEventListener("input", show);
  show();
}

/** How long a text is, counted as the form's limit counts. */
export function countCharacters(holder: HTMLElement): void {
  const field = document.getElementById(holder.dataset.lengthOf ?? "") as HTMLTextAreaElement | null;
  const written = new Intl.NumberFormat(document.documentElement.lang);
  field?.addEventListener("input", () => {
    holder.textContent = (holder.dataset.lengthWords ?? "").replace("%s", written.format(field.value.length));
  });
}

function composing(form: HTMLFormElement, { claims, ...given }: Given): () => LetterText {
  const known = new Map(claims.map((claim) => [claim.id, claim]));
  const version = { ...given.version, publishedAt: new Date(given.version.publishedAt) };
  return () => {
    const data = new FormData(form);
    const value = (name: string) => String(data.get(name) ?? "");
    const ticked = (start: string) =>
      [...data.keys()]
        .filter((name) => name.startsWith(start))
        .flatMap((name) => name.slice(start.length).split("+"));
    const choices = {
      topics: ticked("topic-"),
      demands: ticked("demand-"),
      confirmedClaims: ticked("confirm-"),
    };
    const writer = { name: value("name"), country: value("country") || null };
    return composeText({ ...given, version, claims: known, choices, ownWords: value("own"), writer });
  };
}

function typing(form: HTMLFormElement): () => LetterText {
  const notes: string[] = JSON.parse(form.dataset.notes ?? "[]");
  return () => {
    const data = new FormData(form);
    return { subject: String(data.get("subject")), text: String(data.get("text")), notes };
  };
}
