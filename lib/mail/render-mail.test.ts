import { describe, expect, it } from "vitest";
import { LOCALES } from "@/lib/i18n/locales";
import { renderMail } from "./render-mail";

describe.each(LOCALES)("a mail in %s", (locale) => {
  it("says until when its link is good, in a sentence of its language", async () => {
    const data = {
      petitionTitle: "Zastavte $& návraty",
      confirmUrl: "http://localhost:3000/en/confirm/abc",
      expires: "5. 12. 2026 $1",
      safetyUrl: "http://localhost:3000/en/safety",
    };
    const { text, html } = await renderMail("confirm-signature", locale, data);
    for (const written of [text, html]) {
      expect(written).toContain(data.expires);
      expect(written).not.toMatch(/[{}]\w|@@|undefined/);
    }
    expect(text.split("\n").find((line) => line.includes(data.expires))).not.toBe(data.expires);
  });
});
