import { timingSafeEqual } from "node:crypto";
import { appKeys } from "@/lib/crypto/app-keys";
import { keyedHash } from "@/lib/crypto/hash";
import type { FormState } from "./door";

/** Headers by which host and Next talk to each other. The host strips them from clients; the first two are signed as well. */
export const FORM_HEADER = "x-vigil-form";
export const PEER_HEADER = "x-vigil-peer";
export const REQUEST_ID_HEADER = "x-vigil-request-id";
export const INTERNAL_HEADERS = [FORM_HEADER, PEER_HEADER, REQUEST_ID_HEADER];

/** Packs a value for an internal header: base64url JSON and a MAC, so that no client can write one. */
export function packInternal(value: unknown): string {
  const payload = Buffer.from(JSON.stringify(value)).toString("base64url");
  return `${payload}.${macOf(payload).toString("base64url")}`;
}

/** Unpacks what `packInternal` made; null for anything else. */
export function unpackInternal<T>(header: string | null | undefined): T | null {
  const [payload, mac] = header?.split(".") ?? [];
  if (!payload || !mac) return null;
  const given = Buffer.from(mac, "base64url");
  const expected = macOf(payload);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
  return JSON.parse(Buffer.from(payload, "base64url").toString("utf8")) as T;
}

/** The form state handed to an internal page, or null where the page was asked for from outside. */
export function readFormState(header: string | null | undefined): FormState | null {
  return unpackInternal<FormState>(header);
}

function macOf(payload: string): Buffer {
  return keyedHash(appKeys().of("internal-header"), payload);
}
