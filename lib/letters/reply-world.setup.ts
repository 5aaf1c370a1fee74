import { afterAll, beforeEach } from "vitest";
import { composersOf } from "@/lib/mail/compose";
import { localOutbox } from "@/lib/mail/local-outbox";
import { providerClient } from "@/lib/mail/provider-client";
import { relayLocally } from "@/lib/mail/relay-locally";
import { PROVIDER_KEY, SENDER, startMailProvider } from "@/lib/testing/mail-provider";
import type { SentIn } from "@/lib/testing/mail-provider/incoming";
import { testDatabase } from "@/lib/testing/test-database";
import { makeCampaign } from "@/lib/testing/world";
import { MINUTE } from "@/lib/time/durations";
import { replyComposer } from "./compose-reply-forward";
import { noteReply } from "./note-reply";
import { receiveReplies } from "./receive-reply";
import { openReply } from "./sealed-reply";
import { makeOffice } from "./test-letters";

export const NOW = new Date("2026-03-05T12:00:00Z");
export const later = (span: number) => new Date(NOW.getTime() + span);
export const DOMAIN = "answers.example.org";

/** What tests of answers need: an office, a provider that takes mail in, and the worker's loops as single steps. */
export async function replyWorld() {
  const world = await testDatabase();
  const { db, keys, pool } = world;
  const provider = await startMailProvider();
  afterAll(() => provider.stop());
  const campaign = await makeCampaign(db);
  const office = await makeOffice(world, campaign.id);
  const client = providerClient({ RESEND_API_KEY: PROVIDER_KEY, RESEND_BASE_URL: provider.url });
  beforeEach(async () => {
    await pool.query("TRUNCATE letter_reply, outbox_mail CASCADE");
  });

  const receive = (now = NOW, by = client) =>
    receiveReplies(
      { pool, keys, client: by, rate: 500, from: SENDER, domain: DOMAIN, clock: () => now },
      new AbortController().signal,
    );
  const tell = (providerId: string, addresses: string[], at = NOW) =>
    noteReply({ pool, domain: DOMAIN }, { providerId, at, addresses }, at);

  /** A mail for letters, by their tokens, that the provider takes in, and has told of. */
  async function comesIn(token: string | string[], mail: Partial<SentIn> = {}, at = NOW) {
    const to = [token].flat().map((one) => `reply+${one}@${DOMAIN}`);
    const sent = provider.receive(
      { from: "Embassy <office@gov.example>", to, subject: "Re: 답", text: "Ne.", ...mail },
      at,
    );
    const noted = await tell(sent.id, [...(sent.receivedFor ?? []), ...sent.to], at);
    return { ...sent, noted };
  }

  const replies = () =>
    db.letterReply.findMany({
      include: { attachments: true },
      orderBy: [{ receivedAt: "asc" }, { id: "asc" }],
    });

  async function onlyReply() {
    const [reply, ...others] = await replies();
    if (!reply || others.length > 0) throw new Error(`${others.length + 1} replies`);
    return { ...reply, said: openReply(keys, { subject_enc: reply.subjectEnc, text_enc: reply.textEnc }) };
  }

  /** The mails that were forwarded to an address. */
  async function forwarded(to: string, now = later(MINUTE)) {
    const composers = composersOf({ reply: replyComposer(keys) });
    await relayLocally({ pool, keys, composers, appUrl: "https://vigil.example.org", now });
    return await localOutbox(pool, keys, to);
  }

  return {
    ...world,
    campaign,
    office,
    provider,
    client,
    receive,
    tell,
    comesIn,
    replies,
    onlyReply,
    forwarded,
  };
}
