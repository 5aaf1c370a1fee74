import { describe, expect, it } from "vitest";
import { MAILTO_MAX, mailtoLink } from "./mailto";

const LETTER = {
  to: "amt+info@example.org",
  subject: "대사님께 – прошу Вас",
  body: "Dear Ambassador,\n\nŽádám Vás [1].\n",
};

/** As a mail program reads it. */
function readMailto(href: string) {
  const url = new URL(href);
  return {
    to: decodeURIComponent(url.pathname),
    fields: url.search
      .slice(1)
      .split("&")
      .map((field) => field.split("=").map(decodeURIComponent)),
  };
}

describe("a mailto link", () => {
  it("holds address, subject and text, lines ended as mail ends them", () => {
    const { href, whole } = mailtoLink(LETTER);
    expect(whole).toBe(true);
    expect(href).toMatch(/^mailto:[!-~]+$/);
    expect(readMailto(href)).toEqual({
      to: LETTER.to,
      fields: [
        ["subject", LETTER.subject],
        ["body", "Dear Ambassador,\r\n\r\nŽádám Vás [1].\r\n"],
      ],
    });
  });

  it("keeps spaces from becoming plus signs", () => {
    expect(mailtoLink(LETTER).href).not.toContain("Dear+");
    expect(mailtoLink(LETTER).href).toContain("Dear%20Ambassador%2C%0D%0A");
  });

  it.each(["a&cc=x@example.org", "a?bcc=x@example.org", "a\r\nBcc: x@example.org", "a#b", "100%"])(
    "lets no value add a field: %j",
    (text) => {
      const { fields } = readMailto(mailtoLink({ to: "a@example.org", subject: text, body: text }).href);
      expect(fields.map(([name]) => name)).toEqual(["subject", "body"]);
      expect(fields[0]?.[1]).not.toMatch(/[\r\n]/);
    },
  );

  it("goes without the text where it would be too long, and says so", () => {
    for (const body of ["x".repeat(3_000), "국".repeat(300)]) {
      const { href, whole } = mailtoLink({ ...LETTER, body });
      expect(whole).toBe(false);
      expect(href.length).toBeLessThanOrEqual(MAILTO_MAX);
      expect(readMailto(href).fields).toEqual([["subject", LETTER.subject]]);
    }
  });

  it("is never too long, however long address and subject may be", () => {
    const to = `${"a".repeat(64)}@${"b".repeat(180)}.example`;
    expect(mailtoLink({ to, subject: "國".repeat(150), body: "" }).href.length).toBeLessThanOrEqual(
      MAILTO_MAX,
    );
  });
});
