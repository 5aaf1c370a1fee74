import { describe, expect, it } from "vitest";
import { errorsBefore, keysIn, readStep } from "./writing-steps";

describe("a step's form", () => {
  it("has its boxes gathered, and carries nothing but what it knows", () => {
    const { step, values } = readStep({
      ...{ step: "send", boxes: "on", campaign: "kampaň", own: "á\r\nb\rc", name: "李", constructor: "x" },
      ...{
        "topic-zakon": "on",
        "topic-deti": "on",
        "demand-a": "off",
        "confirm-x+y": "on",
        "confirm-y": "on",
      },
    });
    expect(step).toBe("send");
    expect(values).toEqual({
      ...{ campaign: "kampaň", own: "á\nb\nc", name: "李" },
      ...{ topics: "zakon deti", demands: "", confirmed: "x y" },
    });
    expect(keysIn(values.topics)).toEqual(["zakon", "deti"]);
    expect(keysIn(values.demands)).toEqual([]);
    expect(keysIn(undefined)).toEqual([]);
  });

  it("keeps its lists where it has no boxes", () => {
    expect(readStep({ topics: "zakon", "topic-deti": "on" }).values).toEqual({ topics: "zakon" });
  });

  it("leads to the letter unless it says otherwise, and back to what it says in another language", () => {
    expect(readStep({}).step).toBe("letter");
    expect(readStep({ step: "elsewhere" }).step).toBe("letter");
    expect(readStep({ step: "letter", inLanguage: "ko", language: "en" })).toEqual({
      step: "choose",
      values: { language: "ko" },
    });
  });
});

describe("what leads to a step", () => {
  const letter = {
    name: "Łucja",
    own: "Proto.",
    subject: "대사님께",
    text: "Vážený pane,\n\npusťte je.\n\nŁucja",
  };

  it("is asked by the rules of the door for letters, and no sooner than it is needed", () => {
    expect(errorsBefore("choose", {})).toEqual({});
    expect(errorsBefore("letter", {})).toEqual({ name: "required" });
    expect(errorsBefore("send", {})).toEqual({ name: "required", subject: "required", text: "required" });
    expect(errorsBefore("send", letter)).toEqual({});
  });

  it.each([
    ["name", "A\r\nBcc: x@example.org"],
    ["name", "x <b@example.org>"],
    ["subject", "a\nb"],
    ["subject", "\u202eabc"],
    ["text", "Bcc: x@example.org"],
    ["text", "<script>"],
    ["text", "a\u0000b"],
    ["text", "國".repeat(5_001)],
    ["own", "x".repeat(1_501)],
    ["country", "XX"],
  ])("refuses in %s: %j", (field, value) => {
    expect(errorsBefore("send", { ...letter, [field]: value })).toHaveProperty(field);
  });
});
