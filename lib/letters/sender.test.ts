import { expect, test } from "vitest";
import { senderName } from "./sender";

test("names the writer and who sends for them, in one line", () => {
  expect(senderName("李明 Łucja", "Zastavte to")).toBe("李明 Łucja – Zastavte to");
  expect(senderName("", "Zastavte to")).toBe("Zastavte to");
  expect(senderName(" A\r\nBcc: x@example.org ", "Z")).toBe("A Bcc: x@example.org – Z");
});
