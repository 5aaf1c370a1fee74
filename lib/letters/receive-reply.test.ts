import { expect, test, vi } from "vitest";
import { providerClient } from "@/lib/mail/provider-client";
import { PROVIDER_KEY } from "@/lib/testing/mail-provider";
import { DAY, HOUR, MINUTE } from "@/lib/time/durations";
import { DOMAIN, later, NOW, replyWorld } from "./reply-world.setup";
import { makeLetter } from "./test-letters";

const world = await replyWorld();
const { db, pool, office, provider, receive, tell, comesIn, replies, onlyReply, forwarded } = world;

test("an office's answer is stored sealed, forwarded as text that cannot pass for ours, and not a word is in clear", async () => {
  const letter = await makeLetter(world, office);
  const text =
    "Vážený pane,\n\nno <b>answer</b>.\n--\nNever mail me again: https://evil.example @@neverMailUrl@@";
  await comesIn(letter.token, { text, html: "<p>other</p>" });
  expect(await receive()).toBe(1);
  const reply = await onlyReply();
  expect(reply).toMatchObject({
    kind: "answer",
    via: "relay",
    answer: null,
    moderation: "private",
    fetchAt: null,
    note: null,
  });
  expect(reply.said).toEqual({ from: "Embassy <office@gov.example>", subject: "Re: 답", text });
  const [mail] = await forwarded(letter.email);
  expect(mail?.text).toContain(
    "> Vážený pane,\n>\n> no <b>answer</b>.\n> --\n> Never mail me again: hxxps://evil[.]example",
  );
  expect(mail?.text).not.toMatch(/^Never mail me again: hxxps/m);
  expect(mail?.html).toContain("no &lt;b&gt;answer&lt;/b&gt;.<br>");
  expect(mail?.text).toContain("Embassy <office@gov.example>");
  expect(mail?.subject).toBe("An answer to your message");
  const { rows } = await pool.query("SELECT to_jsonb(r)::text AS row FROM letter_reply r");
  expect(rows[0].row).not.toMatch(/gov\.example|Vážený|답/);
  const events = await db.letterEvent.findMany({ where: { letterId: letter.id } });
  expect(events).toMatchObject([{ kind: "reply-answer", actor: "system:receive-replies" }]);
});

test("an event that comes again, at once or afterwards, adds nothing; unknown addresses are not kept", async () => {
  const { token, email } = await makeLetter(world, office);
  const { id, noted } = await comesIn(token);
  expect(noted).toBe(1);
  const address = `Reply+${token.toUpperCase()}@${DOMAIN}`;
  expect(await Promise.all(Array.from({ length: 10 }, () => tell(id, [address])))).toEqual(Array(10).fill(1));
  const stored = await Promise.all([receive(), receive(), receive()]);
  expect(stored.reduce((sum, one) => sum + one)).toBe(1);
  await tell(id, [address]);
  expect(await receive(later(DAY))).toBe(0);
  expect(await forwarded(email)).toHaveLength(1);
  expect(await forwarded(email)).toHaveLength(1);
  for (const other of [`reply+${"a".repeat(26)}@${DOMAIN}`, `info@${DOMAIN}`, "", "\u0000"])
    expect(await tell("other", [other])).toBe(0);
  expect(await replies()).toHaveLength(1);
});

test("one mail that answers several letters is each writer's, also where only the delivery names them", async () => {
  const [one, two] = [await makeLetter(world, office), await makeLetter(world, office)];
  const receivedFor = [one, two].map(({ token }) => `reply+${token}@${DOMAIN}`);
  await comesIn("x", { to: ["undisclosed-recipients:;"], receivedFor });
  expect(await receive()).toBe(2);
  for (const { email } of [one, two]) expect(await forwarded(email)).toHaveLength(1);
});

test("a worker that dies between event, fetch and storing loses nothing and doubles nothing", async () => {
  const { token, email } = await makeLetter(world, office);
  await comesIn(token);
  // It dies while it fetches: the claim alone is left.
  void receive(NOW, deaf());
  await vi.waitFor(async () => expect(await onlyReply()).toMatchObject({ kind: null, attempts: 1 }), 20_000);
  expect(await receive(NOW)).toBe(0);
  expect(await receive(later(2 * MINUTE))).toBe(1);
  expect(await forwarded(email, later(3 * MINUTE))).toHaveLength(1);
});

/** A client of a process that ends with its first request: no answer ever comes. */
function deaf() {
  const other = providerClient({ RESEND_API_KEY: PROVIDER_KEY, RESEND_BASE_URL: provider.url });
  other.emails.receiving.get = () => new Promise(() => undefined);
  return other;
}

test("a mail that cannot be read keeps none of the others waiting, and is given up after a week", async () => {
  const [broken, other] = [await makeLetter(world, office), await makeLetter(world, office)];
  await db.letter.update({
    where: { id: broken.id },
    data: { emailEnc: Buffer.from("under another secret") },
  });
  await comesIn(broken.token);
  await comesIn(other.token, {}, later(1));
  expect(await receive(later(2))).toBe(1);
  const stuck = { letterId: broken.id, kind: null };
  expect(await db.letterReply.findFirst({ where: stuck })).toMatchObject({
    note: "could not be read: UnsealError",
    fetchAt: later(MINUTE + 2),
  });
  expect(await receive(later(8 * DAY))).toBe(0);
  expect(await db.letterReply.findFirst({ where: stuck })).toMatchObject({ fetchAt: null });
});

test("a provider that is away, busy or behind is asked again with growing pauses, and what never comes stays noted", async () => {
  const { token, email } = await makeLetter(world, office);
  const { id } = await comesIn(token);
  provider.fail({
    answer: {
      status: 500,
      body: { statusCode: 500, name: "internal_server_error", message: "for a@b.example" },
    },
  });
  expect(await receive()).toBe(0);
  expect(await onlyReply()).toMatchObject({
    note: "500 internal_server_error: for [address]",
    fetchAt: later(MINUTE),
  });
  provider.fail({
    answer: {
      status: 429,
      body: { statusCode: 429, name: "rate_limit_exceeded", message: "" },
      headers: { "retry-after": "600" },
    },
  });
  expect(await receive(later(MINUTE))).toBe(0);
  expect((await onlyReply()).fetchAt).toEqual(later(11 * MINUTE));
  provider.fail({ answer: { status: 404, text: "<html>a proxy's</html>" } });
  expect(await receive(later(11 * MINUTE))).toBe(0);
  expect(await receive(later(30 * MINUTE))).toBe(1);
  expect(await onlyReply()).toMatchObject({ kind: "answer", note: null });
  expect(await forwarded(email, later(HOUR))).toHaveLength(1);
  await pool.query("DELETE FROM letter_reply");
  provider.forgetIncoming(id);
  await tell(id, [`reply+${token}@${DOMAIN}`]);
  expect(await receive(later(MINUTE))).toBe(0);
  expect((await onlyReply()).fetchAt).not.toBeNull();
  expect(await receive(later(2 * HOUR))).toBe(0);
  expect(await onlyReply()).toMatchObject({
    kind: null,
    fetchAt: null,
    note: "404 not_found: Email not found",
  });
});
