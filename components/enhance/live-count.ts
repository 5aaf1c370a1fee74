import { MOMENT } from "@/lib/i18n/moment";

type Count = { confirmed: number; asOf: string | null };

const EVERY = 10_000;
const TIME_MARK = "<time></time>";

/** Asks for the count now and then while the page is looked at, and shows it where the page shows one. */
export function keepFresh(tally: HTMLElement): void {
  const status = document.createElement("p");
  status.className = "unseen";
  status.setAttribute("role", "status");
  tally.append(status);
  setInterval(async () => {
    if (document.visibilityState !== "visible") return;
    const count = await askCount(tally.dataset.count ?? "");
    if (count?.asOf) show(tally, status, count.confirmed, new Date(count.asOf));
  }, EVERY);
}

/** Null where the server cannot be reached: what the page shows stays true as of the time it names. */
async function askCount(address: string): Promise<Count | null> {
  const answer = await fetch(address).catch(() => null);
  return answer?.ok ? await answer.json() : null;
}

function show(tally: HTMLElement, status: HTMLElement, confirmed: number, asOf: Date): void {
  const number = tally.querySelector<HTMLDataElement>("data");
  const moment = tally.querySelector<HTMLElement>(".as-of");
  if (!number || !moment) return;
  const locale = document.documentElement.lang;
  const written = new Intl.NumberFormat(locale).format(confirmed);
  if (number.value !== String(confirmed))
    status.textContent = (tally.dataset.updated ?? "").replace("%s", written);
  number.value = String(confirmed);
  number.textContent = written;
  const bar = tally.querySelector("progress");
  if (bar) bar.value = confirmed;
  const time = document.createElement("time");
  time.dateTime = asOf.toISOString();
  time.textContent = new Intl.DateTimeFormat(locale === "en" ? "en-GB" : locale, MOMENT).format(asOf);
  const [before = "", after = ""] = (tally.dataset.asOf ?? TIME_MARK).split(TIME_MARK);
  moment.textContent = "";
  moment.append(before, time, after);
}
