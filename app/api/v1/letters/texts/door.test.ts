import { describe, expect, it } from "vitest";
import { testWriters } from "@/lib/letters/test-writers";
import { testDatabase } from "@/lib/testing/test-database";
import { makeCampaign } from "@/lib/testing/world";
import type { DoorRequest } from "@/lib/web/door";
import { letterTextsDoor } from "./door";

const { db, pool, keys } = await testDatabase();
const now = new Date("2026-04-01T10:00:00Z");
const campaign = await makeCampaign(db);
const writers = testWriters({ db, pool, keys });
await writers.template(campaign, now);
const office = await writers.office(campaign, now);

const WHICH = { campaign: campaign.slug, target: office.key, locale: "ko" };
const CHOSEN = {
  boxes: "on",
  "topic-returns": "on",
  "demand-stop": "on",
  name: "Łucja 李",
  own: "Moje babička.",
};

/** Asks the door as a form of a browser, or as a program. */
async function ask(fields: Record<string, string>, as: "form" | "json" = "form") {
  const type = as === "json" ? "application/json" : "application/x-www-form-urlencoded";
  const body = as === "json" ? JSON.stringify(fields) : new URLSearchParams(fields).toString();
  const headers: Record<string, string> = {
    "content-type": type,
    accept: as === "json" ? "*/*" : "text/html",
  };
  const request: DoorRequest = {
    ...{ method: "POST", path: "/api/v1/letters/texts", params: {}, peer: "203.0.113.7", direct: false },
    ...{ query: () => new URLSearchParams(), header: (name: string) => headers[name] },
    ...{ body: new TextEncoder().encode(body), requestId: "test", now },
  };
  return await letterTextsDoor(request);
}

/** What the page of a step is told. */
async function step(fields: Record<string, string>) {
  const answer = await ask(fields);
  if (!("page" in answer)) throw new Error(`answered ${answer.status} without a page`);
  return { status: answer.status, page: answer.page, ...answer.form };
}

describe("a step of writing", () => {
  it("composes what was chosen, with own words, and leaves out what sources differ on", async () => {
    const { status, page, values, errors } = await step({ ...WHICH, ...CHOSEN, step: "letter" });
    expect([status, page, errors]).toEqual([200, `/ko/letters/${campaign.slug}/form`, {}]);
    expect(values.text).toContain("Moje babička.\n\nLidé byli vráceni.[1]");
    expect(values.text).not.toContain("Bylo jich mnoho");
    expect(values).toMatchObject({ step: "letter", topics: "returns", demands: "stop", claims: "jiste" });
    const confirmed = await step({ ...WHICH, ...CHOSEN, step: "letter", "confirm-sporne": "on" });
    expect(confirmed.values.text).toContain("Bylo jich mnoho.[2] Prameny se liší.");
  });

  it("writes no text before it is known who writes", async () => {
    const { status, values, errors } = await step({ ...WHICH, ...CHOSEN, name: "", step: "letter" });
    expect([status, errors]).toEqual([422, { name: "required" }]);
    expect(values).not.toHaveProperty("text");
    expect(values).toMatchObject({ topics: "returns", own: "Moje babička." });
  });

  it("gives programs the same text", async () => {
    const answer = await ask({ ...WHICH, ...CHOSEN }, "json");
    const composed = "body" in answer ? JSON.parse(String(answer.body)) : null;
    const { values } = await step({ ...WHICH, ...CHOSEN, step: "letter" });
    expect(composed).toMatchObject({ text: values.text, subject: values.subject, claims: ["jiste"] });
    expect(composed.notes).toHaveLength(1);
  });

  it("keeps a changed text where that is wanted, and shows once what a new one replaces", async () => {
    const changed = { ...WHICH, ...CHOSEN, subject: "대사님께", text: "Po svém.", claims: "" };
    expect((await step({ ...changed, keep: "on" })).values).toMatchObject({
      subject: "대사님께",
      text: "Po svém.",
    });
    const anew = (await step({ ...changed, step: "letter" })).values;
    expect(anew.former).toBe("Po svém.");
    expect(anew.text).toContain("Moje babička.");
  });

  it("leaves behind the sources that a changed text does not lead to any more", async () => {
    const { values } = await step({
      ...{ ...WHICH, ...CHOSEN, step: "send", subject: "S", claims: "jiste sporne" },
      text: "Bylo jich mnoho.[2]",
    });
    expect(values).toMatchObject({ step: "send", text: "Bylo jich mnoho.[1]", claims: "sporne" });
  });

  it.each([
    ["a mark without a source", { text: "Věta.[9]" }, { text: "unknown-note" }],
    ["a header in the text", { text: "Bcc: x@example.org" }, { text: "header" }],
    ["a second line in the name", { text: "Věta.", name: "A\r\nBcc: x@example.org" }, { name: "one-line" }],
    ["no name", { text: "Věta.", name: "" }, { name: "required" }],
  ])("is not reached with %s, and nothing typed is lost", async (_, typed, wrong) => {
    const sent = { ...WHICH, ...CHOSEN, step: "send", subject: "S", claims: "jiste", ...typed };
    const { status, values, errors } = await step(sent);
    expect([status, errors]).toEqual([422, wrong]);
    expect(values).toMatchObject({ subject: "S", text: typed.text, own: "Moje babička." });
    expect(await ask(sent, "json")).toMatchObject({ status: 422 });
  });

  it("goes no further in a campaign that was paused meanwhile, and keeps what was written", async () => {
    await db.campaign.update({ where: { id: campaign.id }, data: { state: "paused" } });
    const sent = { ...WHICH, ...CHOSEN, step: "send", subject: "S", text: "Věta.", claims: "" };
    const { status, values, errors } = await step(sent);
    expect([status, values.step, errors]).toEqual([409, "letter", { campaign: "closed" }]);
    expect(values).toMatchObject({ subject: "S", text: "Věta.", own: "Moje babička.", topics: "returns" });
    expect((await step({ ...WHICH, ...CHOSEN, step: "letter" })).values.step).toBe("choose");
    expect(await ask(sent, "json")).toMatchObject({ status: 409 });
    await db.campaign.update({ where: { id: campaign.id }, data: { state: "live" } });
  });

  it("takes the writer's words alone where no template is for the office", async () => {
    const body = await writers.office(campaign, now);
    await db.target.update({ where: { id: body.id }, data: { kind: "un-agency" } });
    const free = { ...WHICH, target: body.key, name: "Łucja", step: "letter" };
    expect((await step(free)).errors).toEqual({ own: "required" });
    const { values, errors } = await step({ ...free, own: "Prosím." });
    expect([errors, values.claims, values.subject]).toEqual([{}, "", ""]);
    expect(values.text?.split("\n\n")).toHaveLength(3);
    expect(values.text).toContain("\n\nProsím.\n\n");
    expect(values.text).toMatch(/\nŁucja$/);
    expect((await step({ ...values, step: "send" })).errors).toEqual({ subject: "required" });
  });

  it("is taken so often from one network, and no oftener", async () => {
    await pool.query("UPDATE network_use SET uses = 600 WHERE door = 'letters-texts'");
    expect((await ask({ ...WHICH, ...CHOSEN })).status).toBe(429);
    await pool.query("DELETE FROM network_use");
  });

  it("knows no office but the campaign's, and takes no field twice", async () => {
    for (const wrong of [{ target: "jinam" }, { campaign: "jina" }, { target: "" }, { target: "' OR 1=1" }])
      expect((await ask({ ...WHICH, ...CHOSEN, ...wrong })).status).toBe(404);
    expect(await db.letter.count()).toBe(0);
  });
});
