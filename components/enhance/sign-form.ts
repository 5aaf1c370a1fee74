import { run } from "@zootools/email-spell-checker";
import { showError } from "./field-error";

type Words = Record<string, string>;
type Input = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

/** The server's rules (lib/signatures/schema); it decides, this only spares a round trip. */
const NAME_MAX = 100;
const REASON_MAX = 500;
const ADDRESS = /^[^\s@]{1,64}@[^\s@.]+(\.[^\s@.]+)+$/;
const CHECKED = ["name", "email", "country", "reason", "consent"];

/** Says beside a field what the server would refuse, and asks about likely slips in a mail address. */
export function helpSigning(form: HTMLFormElement): void {
  const words: Words = JSON.parse(form.dataset.words ?? "{}");
  form.noValidate = true;
  const check = (name: string) => {
    const input = form.querySelector<Input>(`#${name}`);
    const code = input && problemOf(form, name);
    if (input) showError(input, code ? words[`${name}.${code}`] : undefined);
    return !code;
  };
  form.addEventListener("change", ({ target }) => {
    const { name } = target as Input;
    if (name === "display") for (const dependent of ["name", "country"]) recheck(form, dependent, check);
    if (CHECKED.includes(name)) check(name);
    if (name === "email") suggest(target as HTMLInputElement, words.suggestion ?? "", () => check("email"));
  });
  form.addEventListener("submit", (event) => {
    const wrong = CHECKED.filter((name) => !check(name));
    if (!wrong[0]) return;
    event.preventDefault();
    form.querySelector<Input>(`#${wrong[0]}`)?.focus();
  });
}

function recheck(form: HTMLFormElement, name: string, check: (name: string) => boolean): void {
  if (form.querySelector(`#${name}[aria-invalid]`)) check(name);
}

function problemOf(form: HTMLFormElement, name: string): string | undefined {
  const data = new FormData(form);
  const value = String(data.get(name) ?? "").trim();
  const isShown = data.get("display") !== "counted";
  switch (name) {
    case "email":
      if (!value) return "required";
      return ADDRESS.test(value) ? undefined : "invalid";
    case "consent":
      return value ? undefined : "required";
    case "reason":
      return [...value].length > REASON_MAX ? "too-long" : undefined;
    case "name":
      if (isShown && !value) return "required";
      return [...value].length > NAME_MAX ? "too-long" : undefined;
    default:
      return isShown && !value ? "required" : undefined;
  }
}

/** "Did you mean …?" as a button that puts the likely address in place. */
function suggest(input: HTMLInputElement, words: string, taken: () => void): void {
  const holder = input.parentElement?.querySelector("[data-suggestion]") ?? makeHolder(input);
  const likely = ADDRESS.test(input.value.trim()) ? run({ email: input.value.trim() })?.full : undefined;
  holder.textContent = "";
  if (!likely) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "suggestion";
  button.textContent = words.replace("{address}", likely);
  button.addEventListener("click", () => {
    input.value = likely;
    holder.textContent = "";
    input.focus();
    taken();
  });
  holder.append(button);
}

function makeHolder(input: HTMLInputElement): HTMLElement {
  const holder = document.createElement("div");
  holder.dataset.suggestion = "";
  holder.setAttribute("aria-live", "polite");
  input.after(holder);
  return holder;
}
