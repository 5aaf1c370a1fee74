/** Fills in the day that it is where the browser is, as the form goes: a page may stay open over midnight. */
export function fillToday(field: HTMLInputElement): void {
  field.form?.addEventListener("submit", () => {
    const now = new Date();
    const local = new Date(now.getTime() - now.getTimezoneOffset() * 60_000);
    field.value = local.toISOString().slice(0, 10);
  });
}
