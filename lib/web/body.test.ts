import { expect, test } from "vitest";
import { readBody } from "./body";
import type { DoorRequest } from "./door";

function request(body: string | Uint8Array, headers: Record<string, string>): DoorRequest {
  const bytes = typeof body === "string" ? new TextEncoder().encode(body) : body;
  return {
    method: "POST",
    path: "/",
    query: () => new URLSearchParams(),
    params: {},
    header: (name) => headers[name],
    body: bytes,
    peer: null,
    direct: false,
    requestId: "r",
    now: new Date(0),
  };
}
const FORM = { "content-type": "application/x-www-form-urlencoded", accept: "text/html" };
const JSON_TYPE = { "content-type": "application/json; charset=UTF-8" };

test("a form is read as typed", () => {
  expect(readBody(request("name=Ana+Mar%C3%ADa&email=a%40b.example&empty=", FORM))).toEqual({
    ok: true,
    client: "form",
    fields: { name: "Ana María", email: "a@b.example", empty: "" },
  });
});

test("JSON is read as a flat object", () => {
  expect(readBody(request('{"name":"李 \\"x\\": y","version":2}', JSON_TYPE))).toEqual({
    ok: true,
    client: "json",
    fields: { name: '李 "x": y', version: 2 },
  });
});

const malformed: [string, string | Uint8Array, Record<string, string>][] = [
  ["a repeated form field", "email=a&email=b", FORM],
  ["a repeated field by another spelling", "email=a&%65mail=b", FORM],
  ["a broken escape", "name=%zz", FORM],
  ["an overlong escape", "name=%c0%ae", FORM],
  ["bytes that are not UTF-8", Uint8Array.of(0x6e, 0x3d, 0xff, 0xfe), FORM],
  ["a repeated JSON key", '{"email":"a","email":"b"}', JSON_TYPE],
  ["a repeated JSON key in another spelling", '{"email":"a","\\u0065mail":"b"}', JSON_TYPE],
  ["a nested object", '{"email":{"a":1}}', JSON_TYPE],
  ["deep arrays", "[".repeat(30_000) + "]".repeat(30_000), JSON_TYPE],
  ["deep objects", `${'{"a":'.repeat(5_000)}1${"}".repeat(5_000)}`, JSON_TYPE],
  ["a list", "[]", JSON_TYPE],
  ["null", "null", JSON_TYPE],
  ["nothing", "", JSON_TYPE],
  ["half an object", '{"email":', JSON_TYPE],
  ["JSON that is not UTF-8", Uint8Array.of(0x7b, 0x22, 0xff, 0x22, 0x7d), JSON_TYPE],
];
test.each(malformed)("%s is malformed", (_, body, headers) => {
  expect(readBody(request(body, headers))).toMatchObject({ ok: false, status: 400, code: "malformed" });
});

test.each([
  undefined,
  "text/plain",
  "multipart/form-data; boundary=x",
  "application/json; charset=utf-16",
  "application/jsonp",
])("type %s is not supported", (type) => {
  expect(readBody(request("{}", type ? { "content-type": type } : {}))).toMatchObject({
    ok: false,
    status: 415,
  });
});

test("a key like __proto__ is a field like any other", () => {
  const read = readBody(request('{"__proto__":"x"}', JSON_TYPE));
  expect(read.ok && Object.getPrototypeOf(read.fields)).toBe(Object.prototype);
});
