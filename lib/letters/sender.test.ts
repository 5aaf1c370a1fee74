import { expect, test } from "vitest";
import { senderName } from "./sender";

test("names the writer and who sends for them, in one line", () => {
  expect(senderName("李明 Łucja", "Zastavte to")).toBe("李明 Łucja – Zastavte to");
  expect(senderName("", "Zastavte to")).toBe("Zastavte to");
  expect(senderName(" A\r\nBcc: x@example.org ", "Z")).toBe("A Bcc: x@example.org – Z");
});

test("cuts a long name, between what readers see as characters, so that the campaign is seen", () => {
  const name = `Ambassador ${"é".normalize("NFD").repeat(89)}`;
  expect(senderName(name, "Zastavte to")).toBe(
    `Ambassador ${"é".normalize("NFD").repeat(28)}… – Zastavte to`,
  );
  expect(senderName("김".repeat(40), "Zastavte to")).toBe(`${"김".repeat(40)} – Zastavte to`);
});
