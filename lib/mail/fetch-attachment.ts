import type { Resend } from "resend";
import { isLoopbackHost } from "@/lib/config/network";
import { SECOND } from "@/lib/time/durations";

/** Bytes. A scanned letter of some pages; a larger one stays with the provider. */
export const ATTACHMENT_LARGEST = 5 * 1024 * 1024;
const TIMEOUT = 60 * SECOND;

export type FetchedAttachment = { content: Buffer } | { lacking: string };

/**
 * Fetches a file that came with a mail, at most ATTACHMENT_LARGEST bytes of it: what is larger is not kept at all.
 * Takes the provider's ids. Returns the bytes, or in our words why there are none. Nothing is opened or run.
 */
export async function fetchAttachment(
  client: Resend,
  { emailId, id }: { emailId: string; id: string },
  timeout = TIMEOUT,
): Promise<FetchedAttachment> {
  const signal = AbortSignal.timeout(timeout);
  const { data, error } = await client.emails.receiving.attachments.get({ emailId, id }, { signal });
  if (error) return { lacking: `the provider answered ${error.statusCode ?? "nothing"}` };
  if (!isSafe(data.download_url)) return { lacking: "the provider named no safe address" };
  try {
    const response = await fetch(data.download_url, { signal, redirect: "error" });
    if (!response.ok || !response.body)
      return { lacking: `the provider's store answered ${response.status}` };
    return await readUpTo(response.body);
  } catch (error) {
    // A store that is away or slow; the text is here, and the file's name says what is lacking.
    if (error instanceof TypeError || (error instanceof Error && error.name === "TimeoutError"))
      return { lacking: "the provider's store gave no answer" };
    throw error;
  }
}

/** Its own address is https; a provider on this machine (RESEND_BASE_URL) may have none. */
function isSafe(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname } = new URL(address);
  return protocol === "https:" || (protocol === "http:" && isLoopbackHost(hostname));
}

async function readUpTo(body: ReadableStream<Uint8Array>): Promise<FetchedAttachment> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of body) {
    size += part.byteLength;
    if (size > ATTACHMENT_LARGEST) return { lacking: `more than ${ATTACHMENT_LARGEST} bytes` };
    parts.push(part);
  }
  return { content: Buffer.concat(parts) };
}
