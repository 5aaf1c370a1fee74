import { randomUUID } from "node:crypto";
import { beforeEach, expect, test } from "vitest";
import { issueToken } from "@/lib/crypto/token";
import { ownAnswers } from "@/lib/letters/own-answers";
import { makeLetter, makeOffice } from "@/lib/letters/test-letters";
import { testDatabase } from "@/lib/testing/test-database";
import { makeCampaign } from "@/lib/testing/world";
import { DAY } from "@/lib/time/durations";
import type { DoorRequest } from "@/lib/web/door";
import { letterAnswersDoor } from "./door";
import { POST } from "./route";

const world = await testDatabase();
const { db, keys, pool } = world;
const office = await makeOffice(world, (await makeCampaign(db)).id);

beforeEach(async () => {
  await pool.query("TRUNCATE network_use");
});

async function link() {
  const { id } = await makeLetter(world, office);
  return { id, token: issueToken(keys, "own-letter", id, new Date(Date.now() + DAY)) };
}

async function send(fields: Record<string, string>, as: "json" | "form") {
  const headers: Record<string, string> =
    as === "json"
      ? { "content-type": "application/json" }
      : { "content-type": "application/x-www-form-urlencoded", accept: "text/html" };
  const body = as === "json" ? JSON.stringify(fields) : new URLSearchParams(fields).toString();
  const request = new Request("http://localhost/api/v1/letter-answers", { method: "POST", headers, body });
  const response = await POST(request, { params: Promise.resolve({}) });
  const text = await response.text();
  return {
    status: response.status,
    location: response.headers.get("location"),
    body: text ? JSON.parse(text) : null,
  };
}

/** As a browser sends the form, for what its page is told. */
const asPerson = (sent: Record<string, string>): DoorRequest => ({
  ...{ method: "POST", path: "/api/v1/letter-answers", query: () => new URLSearchParams(), params: {} },
  header: (name) => ({ "content-type": "application/x-www-form-urlencoded", accept: "text/html" })[name],
  body: new TextEncoder().encode(new URLSearchParams(sent).toString()),
  ...{ peer: "192.0.2.1", direct: false, requestId: "a", now: new Date() },
});

test("a program and a form tell an answer, and change it", async () => {
  const { id, token } = await link();
  expect(await send({ token, answer: "none" }, "json")).toMatchObject({
    status: 200,
    body: { status: "answered" },
  });
  const typed = { token, answer: "real", gist: "", text: "Zpět\r\n거부", offer: "on", locale: "ko" };
  expect(await send(typed, "form")).toMatchObject({
    status: 303,
    location: `/ko/letters/sent/${token}?changed=answered`,
  });
  expect((await ownAnswers(db, keys, id)).told).toMatchObject({
    answer: "real",
    gist: "",
    text: "Zpět\n거부",
    isOffered: true,
  });
});

test("what is wrong is said per field, and a form that lacks the choice keeps what was typed", async () => {
  const { id, token } = await link();
  const wrong = { token, answer: "maybe", text: "x".repeat(5_001), gist: "a\u0000" };
  expect(await send(wrong, "json")).toMatchObject({
    status: 422,
    body: { code: "invalid", errors: { answer: "invalid", text: "too-long", gist: "hidden" } },
  });
  const typed = { token, text: "ž".repeat(7_000), gist: "거부\u202e", offer: "on" };
  expect(await send(typed, "form")).toMatchObject({ status: 422 });
  const { token: _, ...values } = typed;
  expect(await letterAnswersDoor(asPerson(typed))).toMatchObject({
    form: { values, errors: { answer: "required", text: "too-long", gist: "hidden" } },
  });
  expect((await ownAnswers(db, keys, id)).told).toBeNull();
});

test("a link that is not ours opens nothing, and guesses are counted against their network alone", async () => {
  const { token } = await link();
  const guess = { token: `${token.slice(0, -1)}${token.endsWith("A") ? "B" : "A"}`, answer: "none" };
  for (let count = 0; count < 60; count++) expect((await send(guess, "json")).status).toBe(404);
  expect((await send(guess, "json")).status).toBe(429);
  expect((await send({ token: "../../evil", answer: "none" }, "form")).status).toBe(429);
  expect((await send({ token, answer: "none" }, "json")).status).toBe(200);
  expect((await send({ answer: "none" }, "json")).status).toBe(422);
});

test("letters that have not left and links past their time are told so: programs by code, people on the letter's page", async () => {
  const until = (span: number) => new Date(Date.now() + span);
  const of = (id: string, span = DAY) => issueToken(keys, "own-letter", id, until(span));
  const draft = await makeLetter(world, office, { state: "draft" });
  const unsent = await makeLetter(world, office, { state: "refused" });
  const erased = await makeLetter(world, office);
  await db.letter.update({ where: { id: unsent.id }, data: { leftAt: null } });
  await pool.query(
    `UPDATE letter SET name_enc = NULL, email_enc = NULL, email_hash = NULL, subject_enc = NULL, body_enc = NULL, reply_tag_hash = NULL, erased_at = now()
     WHERE id = $1`,
    [erased.id],
  );
  const cases: [string, number, string][] = [
    [of(draft.id), 409, "not-left"],
    [of(unsent.id), 409, "not-left"],
    [of(erased.id), 410, "erased"],
    [of(randomUUID()), 410, "gone"],
    [of(draft.id, -DAY), 410, "expired"],
  ];
  for (const [token, status, code] of cases) {
    expect(await send({ token, answer: "none" }, "json")).toMatchObject({ status, body: { code } });
    expect(await send({ token, answer: "none", locale: "ru" }, "form")).toMatchObject({
      status: 303,
      location: `/ru/letters/sent/${token}?refused=${code}`,
    });
  }
  expect(await ownAnswers(db, keys, unsent.id)).toMatchObject({ told: null });
});
