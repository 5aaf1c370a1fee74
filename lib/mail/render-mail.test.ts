import { describe, expect, it } from "vitest";
import { LOCALES, type Locale } from "@/lib/i18n/locales";
import { messagesFor } from "@/lib/i18n/messages";
import { type MailData, markAllMails } from "./mark-mail";
import { markedName } from "./marks";
import { finishMail, renderMail } from "./render-mail";
import { TEMPLATE_KINDS, type TemplateKind } from "./states";

const ORIGIN = "https://vigil.example.org";
const NEVER = `${ORIGIN}/en/unsubscribe/abc?a=1&b='"$&`;
const TITLE = "Zastavte $& <b>návraty</b> @@neverMailUrl@@ & 强制遣返";
const DATA: { [Kind in TemplateKind]: MailData[Kind] } = {
  "confirm-signature": {
    petitionTitle: TITLE,
    confirmUrl: `${ORIGIN}/en/confirm/abc`,
    expires: "5. 12. 2026 $1",
    manageUrl: `${ORIGIN}/en/petitions/a/manage`,
    safetyUrl: `${ORIGIN}/en/safety`,
  },
  "mailbox-full": { petitionTitle: TITLE },
  "manage-signature": {
    petitionTitle: TITLE,
    manageUrl: `${ORIGIN}/en/petitions/a/manage`,
    entry1: "3. 12. 2026 $1",
    url1: `${ORIGIN}/en/signatures/abc`,
    entry2: "4. 12. 2026 $1",
    url2: `${ORIGIN}/en/signatures/abd`,
  },
  "sign-in": { signInUrl: `${ORIGIN}/en/sign-in/link?token=abc` },
  "confirm-letter": {
    campaignTitle: TITLE,
    office: "Посольство <b>大使馆</b>",
    letterUrl: `${ORIGIN}/en/letters/sent/abc`,
    expires: "5. 12. 2026 $1",
    safetyUrl: `${ORIGIN}/en/safety`,
  },
  "letter-ended": { campaignTitle: TITLE, office: "Посольство <b>大使馆</b>", reason: "Nobody $1 sent it" },
  "office-trouble": {
    intro: "One letter $1 did not arrive",
    about: "Посольство <b>大使馆</b> (embassy-kr), office@example.org",
    trouble: "Hard $1 bounce",
    act: "npm run targets -- check",
  },
  reply: {
    campaignTitle: TITLE,
    office: "Посольство <b>大使馆</b>",
    lead: "Somebody $1 answered",
    sender: 'Embassy "A" <office@example.org>',
    answerSubject: "Re: <b>$&</b>",
    answer: "[here]",
  },
  "ask-answer": {
    campaignTitle: TITLE,
    office: "Посольство <b>大使馆</b>",
    left: "5. 12. 2026 $1",
    letterUrl: `${ORIGIN}/en/letters/sent/abc`,
  },
};
const WORDS = {
  "confirm-signature": "confirm",
  "mailbox-full": "mailboxFull",
  "manage-signature": "manage",
  "sign-in": "signIn",
  "confirm-letter": "confirmLetter",
  "letter-ended": "letterEnded",
  "office-trouble": "officeTrouble",
  reply: "reply",
  "ask-answer": "askAnswer",
} as const;

/** What must not stand on a lock screen: what the mail is about. Signing in is what every site does. */
const TELLING =
  /petition|\bsign(?!-in)|campaign|rights|china|korea|refugee|return|請願|请愿|署名|签名|签署|連署|连署|中国|中國|韓国|韩国|韓國|朝鮮|朝鲜|北韓|脱北|脫北|人権|人权|人權|청원|서명|중국|한국|북한|탈북|인권|петици|подпис|кита|коре|беженц|кампани|прав[ао]? /i;

const escaped = (text: string) =>
  text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("'", "&#39;");
const finished = async (kind: TemplateKind, locale: Locale) =>
  finishMail(await renderMail(kind, locale, DATA[kind]), { neverMailUrl: NEVER });
const times = (text: string, part: string) => text.split(part).length - 1;

it("what a build keeps ready is the mail that is asked for", async () => {
  const ready = await markAllMails();
  const alike = TEMPLATE_KINDS.filter((kind) => kind !== "manage-signature");
  const asked = alike.flatMap((kind) =>
    LOCALES.map((locale) => markedName(kind, locale, Object.keys(DATA[kind]))),
  );
  expect(Object.keys(ready).sort()).toEqual(asked.sort());
});

describe.each(LOCALES)("a mail in %s", (locale) => {
  it("says until when its link is good, in a sentence of its language", async () => {
    const { text, html } = await finished("confirm-signature", locale);
    const { expires } = DATA["confirm-signature"];
    for (const written of [text, html]) expect(written).toContain(expires);
    expect(text.split("\n").find((line) => line.includes(expires))).not.toBe(expires);
  });

  describe.each(TEMPLATE_KINDS)("of the kind %s", (kind) => {
    it("has neither gaps nor marks left", async () => {
      const { subject, text, html } = await finished(kind, locale);
      for (const written of [subject, text, html]) expect(written).not.toMatch(/[{}]\w|@@|undefined/);
    });

    it("says on a lock screen nothing of what it is about", async () => {
      const { subject, html } = await finished(kind, locale);
      const { preview, greeting } = messagesFor(locale).mail[WORDS[kind]];
      expect(html).toContain(preview);
      expect(html.indexOf(preview)).toBeLessThan(html.indexOf(greeting));
      expect(`${subject} ${preview} `).not.toMatch(TELLING);
    });

    it("loads nothing from anywhere and leads only where it says", async () => {
      const { html } = await finished(kind, locale);
      expect(html).not.toMatch(
        /<(img|script|iframe|object|video|audio|svg|form|input)\b|url\(|@import|@font/i,
      );
      expect(html).not.toMatch(/\s(src|srcset|background|action|on\w+)\s*=/i);
      // A document type names a standard; nobody fetches it.
      const addresses = html.replace(/^<!DOCTYPE[^>]*>/, "").match(/(https?:)?\/\/[^\s"<]+/g) ?? [];
      const given = [...Object.values(DATA[kind]), NEVER].map(escaped);
      for (const address of addresses) expect(given).toContain(address);
      for (const [, href, shown] of html.matchAll(/<a\b[^>]*href="([^"]*)"[^>]*>(.*?)<\/a>/gs))
        expect(shown).toBe(href);
    });

    it("offers once, at its foot, never to be mailed again", async () => {
      const { text, html } = await finished(kind, locale);
      const words = messagesFor(locale).mail.foot.neverMail;
      expect(times(html, `href="${escaped(NEVER)}"`)).toBe(1);
      expect(times(text, NEVER)).toBe(1);
      expect(text.trimEnd().endsWith(`${words}\n${NEVER}`)).toBe(true);
    });

    it("names its language and is a few lines", async () => {
      const { text, html } = await finished(kind, locale);
      expect(html).toMatch(new RegExp(`<html[^>]* lang="${locale}"`));
      expect(text.length).toBeLessThan(1_200);
      expect(Buffer.byteLength(html)).toBeLessThan(8_192);
    });
  });
});
