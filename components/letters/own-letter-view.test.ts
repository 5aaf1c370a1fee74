import { NextIntlClientProvider } from "next-intl";
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { messagesFor } from "@/lib/i18n/messages";
import type { OwnLetter } from "@/lib/letters/types";
import { OwnLetterView } from "./own-letter-view";

const at = new Date("2026-03-02T00:00:00.000Z");
const { mine } = messagesFor("en").letters;

const carried: OwnLetter = {
  campaign: { slug: "zastavte", title: "Zastavte" },
  office: { key: "cn-emb-kr", kind: "embassy", name: "大使馆", city: "서울", country: "KR" },
  ...{ state: "confirmed", channel: "hand-over", isPacked: false, heldFor: null, language: "ko" },
  ...{
    name: "Łucja 李",
    email: "lucja@example.org",
    country: "PL",
    subject: "중지하라",
    text: "Proč?",
    notes: [],
  },
  ...{ unchanged: false, topics: [], demands: [], digest: null, salt: null, corrections: [] },
  ...{ replyTo: "relay", followUp: false, requestedAt: at, expiresAt: at, confirmedAt: at, leftAt: null },
  ...{
    erasedAt: null,
    endedBy: null,
    timesAreDays: false,
    dueAbout: null,
    forgottenFrom: null,
    waitsFor: null,
  },
  ...{ may: { confirm: false, withdraw: true, erase: true }, events: [] },
};
const destroyed = { name: null, email: null, country: null, subject: null, text: null, notes: null };
const withdrawn: OwnLetter = {
  ...{ ...carried, ...destroyed, state: "withdrawn", endedBy: "writer" },
  may: { confirm: false, withdraw: false, erase: true },
};
const left = { leftAt: at, may: { confirm: false, withdraw: false, erase: true } };

function rendered(letter: OwnLetter, news: { changed?: string; refused?: string } = {}): string {
  const about = { letter, news, chosen: [], until: at, mail: null, token: "token" };
  const page = createElement(OwnLetterView, { ...about, locale: "en" });
  const provider = { locale: "en" as const, messages: messagesFor("en"), timeZone: "UTC", children: page };
  return renderToStaticMarkup(createElement(NextIntlClientProvider, provider));
}

test("what was carried is told of as carried, and of no mail server", () => {
  const events = ["packed", "sent", "delivered"].map((kind) => ({ at, kind, note: null }));
  const html = rendered({ ...carried, ...left, state: "delivered", isPacked: true, events });
  expect(html).toContain(mine.titles["handed-over"]);
  expect(html).toContain(mine.states["handed-over"]);
  expect(html).toContain(`${mine.events["handed-over"]}: `);
  expect(html).not.toContain(mine.titles.delivered);
  expect(html).not.toContain(mine.states.delivered);
  expect(html).not.toContain(`${mine.events.sent}: `);
  expect(rendered({ ...carried, ...left, state: "delivered", channel: "mail" })).toContain(
    mine.states.delivered,
  );
  const refused = { ...carried, ...left, state: "refused", endedBy: "office" } as const;
  expect(rendered(refused)).toContain(mine.ended.door);
  expect(rendered({ ...refused, channel: "mail" })).toContain(mine.ended.office);
  expect(rendered({ ...refused, leftAt: null, endedBy: "campaign" })).toContain(mine.ended.campaign);
});

test("what is in a packet may be on paper, and no page says that it is destroyed there", () => {
  expect(rendered(carried)).toContain(mine.withdraw.text);
  const packed = rendered({ ...carried, isPacked: true });
  expect(packed).toContain(mine.states.packed);
  expect(packed).toContain(mine.withdraw.textPacked);
  expect(packed).not.toContain(mine.withdraw.text);
  expect(rendered(withdrawn)).toContain(mine.ended.writer);
  for (const endedBy of ["writer", "time"] as const) {
    const html = rendered({ ...withdrawn, endedBy, isPacked: true });
    expect(html).toContain(mine.ended.packed);
    expect(html).not.toContain(mine.ended[endedBy]);
  }
});

test("a refusal that a browser goes back to is said only where it can be so", () => {
  expect(rendered(carried, { refused: "unsure" })).toContain(mine.refused.unsure);
  for (const refused of ["unsure", "closed", "too-many", "written-before", "left", "leaving"] as const)
    expect(rendered(withdrawn, { refused })).not.toContain(mine.refused[refused]);
  expect(rendered({ ...carried, ...left, state: "delivered" }, { refused: "left" })).toContain(
    mine.refused.left,
  );
  // What was done is not hidden behind it.
  expect(rendered(withdrawn, { refused: "unsure", changed: "withdrawn" })).toContain(mine.changed.withdrawn);
});

test("no fresh link is offered where the address it would go to is destroyed", () => {
  expect(rendered(carried)).toContain(mine.fresh);
  for (const gone of [
    withdrawn,
    { ...carried, ...left, ...destroyed, state: "delivered", erasedAt: at } as const,
  ]) {
    expect(rendered(gone)).not.toContain("/petitions/zastavte/manage");
    expect(rendered(gone)).toContain(mine.noFresh);
  }
});

test("a letter of a frozen campaign waits for that, and for nobody to look at its office", () => {
  const html = rendered({ ...carried, state: "queued", channel: "mail", waitsFor: "frozen" });
  expect(html).toContain(mine.stopped.frozen);
  expect(html).not.toContain(mine.stopped.office);
});

test("a fresh link is asked for on a page that names no cause", () => {
  const html = rendered(carried);
  expect(html).toContain('<a href="/en/letters/sent">');
  expect(html).not.toContain("/petitions/");
});
