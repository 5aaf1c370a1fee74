/** Shows, changes or takes away the words of a field's error, wired as the server's page wires them. */
export function showError(input: HTMLElement, words: string | undefined): void {
  const id = `${input.id}-error`;
  const block = input.parentElement;
  const shown = document.getElementById(id);
  block?.classList.toggle("wrong", Boolean(words));
  announce(input, id, Boolean(words));
  if (!words) return void shown?.remove();
  const error = shown ?? makeError(input, id);
  error.textContent = words;
}

function makeError(input: HTMLElement, id: string): HTMLElement {
  const error = document.createElement("p");
  error.className = "field-error";
  error.id = id;
  if (input.matches("[type=checkbox]")) input.parentElement?.append(error);
  else input.before(error);
  return error;
}

function announce(input: HTMLElement, id: string, isWrong: boolean): void {
  const others = (input.getAttribute("aria-describedby") ?? "")
    .split(" ")
    .filter((other) => other && other !== id);
  const ids = isWrong ? [...others, id] : others;
  if (ids.length > 0) input.setAttribute("aria-describedby", ids.join(" "));
  else input.removeAttribute("aria-describedby");
  if (isWrong) input.setAttribute("aria-invalid", "true");
  else input.removeAttribute("aria-invalid");
}
