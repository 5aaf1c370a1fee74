type Values = Record<string, string>;
/** What somebody was writing: what the letter says, and its text once there is one, for one office. */
type Draft = { target: string; choose?: Values; letter?: Values; sentAt?: number };

/** As long as the letter waits for its writer's mailbox (lib/letters/limits.ts): till then the address may have been wrong. */
const KEPT_AFTER_SENDING = 48 * 60 * 60 * 1000;
const NAME = "letter-draft ";

/** Fields of a form that are the writer's: the rest the page knows itself, and an e-mail address is not kept. */
const CHOSEN = /^(topic-|demand-|confirm-|own$|name$|country$)/;
const WRITTEN = /^(subject|text|claims)$/;

/**
 * Keeps what is written in this browser while it is written, says so, and offers to forget it. A page that comes from
 * the server with something typed counts; an empty one is filled from the draft. Nothing is sent anywhere.
 */
export function keepDraft(form: HTMLFormElement): void {
  const store = storage();
  const { draft: campaign = "", draftTarget: target = "", draftStep: step, draftFresh } = form.dataset;
  if (!store) return;
  const found = readDraft(store, campaign);
  const line = statusLine(form, () => store.removeItem(nameOf(campaign)));
  if (found && draftFresh !== undefined) {
    fill(form, found, target);
    line.say(form.dataset.draftFound);
  }
  const keep = () => {
    if (line.isForgotten()) return;
    const known = readDraft(store, campaign);
    const { sentAt: _, ...draft }: Draft = known?.target === target ? known : { target };
    const own = step === "letter" ? { letter: valuesOf(form, WRITTEN) } : { choose: valuesOf(form, CHOSEN) };
    if (write(store, campaign, { ...draft, ...own })) line.say(form.dataset.draftKept);
  };
  form.addEventListener("input", keep);
  if (draftFresh === undefined) keep();
}

/** The letter waits for its writer's mailbox: its draft stays as long as that may take, and can be forgotten at once. */
export function markSent(page: HTMLElement): void {
  const store = storage();
  const campaign = page.dataset.draftSent ?? "";
  const draft = store && readDraft(store, campaign);
  if (!draft) return;
  write(store, campaign, { ...draft, sentAt: draft.sentAt ?? Date.now() });
  const line = statusLine(page, () => store.removeItem(nameOf(campaign)));
  line.say(page.dataset.draftKept);
  line.offer(page.dataset.draftBack, `${page.dataset.draftPage}?target=${encodeURIComponent(draft.target)}`);
}

/** Where nothing is typed any more a draft can still be forgotten: others may use this browser. */
export function offerForgetting(page: HTMLElement): void {
  const store = storage();
  const campaign = page.dataset.draftHere ?? "";
  if (!store || !readDraft(store, campaign)) return;
  statusLine(page, () => store.removeItem(nameOf(campaign))).say(page.dataset.draftKept);
}

/** Its writer says that the letter is sent: its draft is not needed any more. */
export function forgetDraft(page: HTMLElement): void {
  storage()?.removeItem(nameOf(page.dataset.draftDone ?? ""));
}

/** The letter is confirmed. A draft that was written on meanwhile is another letter's, and stays. */
export function forgetSent(page: HTMLElement): void {
  const store = storage();
  const campaign = page.dataset.draftConfirmed ?? "";
  if (store && readDraft(store, campaign)?.sentAt !== undefined) store.removeItem(nameOf(campaign));
}

/** What was sent and never confirmed is not kept longer here than there. */
export function dropOldDrafts(): void {
  const store = storage();
  for (const name of store ? Object.keys(store) : []) {
    if (!store || !name.startsWith(NAME)) continue;
    const sentAt = readDraft(store, name.slice(NAME.length))?.sentAt;
    if (sentAt !== undefined && sentAt + KEPT_AFTER_SENDING < Date.now()) store.removeItem(name);
  }
}

const nameOf = (campaign: string) => NAME + campaign;

/** Null where the browser keeps nothing for pages: then there is no draft, and no line that says there is one. */
function storage(): Storage | null {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}

function readDraft(store: Storage, campaign: string): Draft | null {
  const kept = store.getItem(nameOf(campaign));
  return kept === null ? null : JSON.parse(kept);
}

/** False where there is no room. */
function write(store: Storage, campaign: string, draft: Draft): boolean {
  try {
    store.setItem(nameOf(campaign), JSON.stringify(draft));
    return true;
  } catch {
    return false;
  }
}

function valuesOf(form: HTMLFormElement, wanted: RegExp): Values {
  const values: Values = {};
  new FormData(form).forEach((value, name) => {
    if (wanted.test(name)) values[name] = String(value);
  });
  return values;
}

/** A letter's text is for its office; what was chosen and said serves for another one too. */
function fill(form: HTMLFormElement, draft: Draft, target: string): void {
  for (const field of [...form.elements] as HTMLInputElement[]) {
    if (!CHOSEN.test(field.name)) continue;
    const value = draft.choose?.[field.name];
    if (field.type === "checkbox") field.checked = value !== undefined;
    else if (value !== undefined) field.value = value;
  }
  const kept = form.querySelector<HTMLFieldSetElement>("[data-kept]");
  if (!kept || !draft.letter?.text || draft.target !== target) return;
  for (const field of kept.querySelectorAll("input")) field.value = draft.letter[field.name] ?? "";
  kept.disabled = false;
  kept.hidden = false;
}

function statusLine(form: HTMLElement, forget: () => void) {
  let isForgotten = false;
  const line = document.createElement("p");
  line.className = "draft-line";
  line.hidden = true;
  const words = document.createElement("span");
  words.setAttribute("role", "status");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "suggestion";
  button.textContent = form.dataset.draftForget ?? "";
  const link = document.createElement("a");
  link.className = "tap";
  button.addEventListener("click", () => {
    isForgotten = true;
    link.remove();
    forget();
    words.textContent = form.dataset.draftForgotten ?? "";
    button.remove();
  });
  line.append(words, " ", button);
  form.prepend(line);
  return {
    isForgotten: () => isForgotten,
    /** A way to the form that the draft fills in. */
    offer(text = "", href: string) {
      link.textContent = text;
      link.href = href;
      line.append(" ", link);
    },
    say(text = "") {
      line.hidden = false;
      if (words.textContent !== text) words.textContent = text;
    },
  };
}
