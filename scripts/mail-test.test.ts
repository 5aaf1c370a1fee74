import { afterEach, expect, test, vi } from "vitest";
import {
  type MailProvider,
  type MailProviderOptions,
  PROVIDER_KEY,
  SENDER,
  SENDING_KEY,
  startMailProvider,
} from "@/lib/testing/mail-provider";
import type { LastEvent } from "@/lib/testing/mail-provider/read-only";
import { npmCommand } from "@/lib/testing/npm-script";
import { runMailTest } from "./mail-test/run";

let provider: MailProvider | undefined;
afterEach(() => provider?.stop());

const script = npmCommand("mail:test", runMailTest);

/** Empty settings, unlike absent ones, are not filled from a `.env`. */
async function run(args: string[], given: Record<string, string> = {}) {
  const own = { RESEND_WEBHOOK_SECRET: "", APP_URL: "https://vigil.example.org" };
  const ran = await script(args, { NODE_ENV: "test", PATH: process.env.PATH, ...own, ...given });
  expect(ran.err).not.toMatch(/^\s+at /m);
  return ran;
}

async function access(
  options: MailProviderOptions = {},
  key = PROVIDER_KEY,
): Promise<Record<string, string>> {
  provider = await startMailProvider(options);
  return { RESEND_API_KEY: key, MAIL_FROM: SENDER, RESEND_BASE_URL: provider.url };
}

/** Has the mail change its state as soon as it is there. */
async function soon(event: LastEvent): Promise<void> {
  const id = await vi.waitFor(
    () => {
      const [mail] = provider?.accepted ?? [];
      if (!mail) throw new Error("no mail yet");
      return mail.id;
    },
    { timeout: 60_000 },
  );
  await vi.waitFor(
    () => expect(provider?.requests.at(-1)).toMatchObject({ path: `/emails/${id}`, status: 200 }),
    { timeout: 60_000 },
  );
  provider?.happened(id, event);
}

test("one plain mail is sent, and what becomes of it is shown", async () => {
  const env = await access();
  const [{ code, out, err }] = await Promise.all([run(["someone@example.net"], env), soon("delivered")]);
  expect(code).toBe(0);
  const [mail] = provider?.accepted ?? [];
  expect(provider?.accepted).toHaveLength(1);
  expect(mail?.mail).toMatchObject({ from: SENDER, to: "someone@example.net", subject: "Test message" });
  expect(mail?.mail).not.toHaveProperty("html");
  expect(out.split("\n").slice(0, 5)).toEqual([
    "Domain example.org: verified, open tracking off, click tracking off.",
    expect.stringMatching(
      /^Answers to letters do not arrive: example\.org does not take mail in; .*no webhook/,
    ),
    `Resend took the mail; its id there is ${mail?.id}.`,
    "State: sent",
    "State: delivered",
  ]);
  expect(err).toMatch(/^Warning: RESEND_WEBHOOK_SECRET is not set[^\n]*\n$/);
});

test("a mail that bounces ends with exit code 1", async () => {
  const env = await access();
  const [{ code, out, err }] = await Promise.all([run(["someone@example.net"], env), soon("bounced")]);
  expect(code).toBe(1);
  expect(out).toContain("State: bounced");
  expect(err).toContain("The mail did not arrive");
});

test("a key that may only send sends, and says what it cannot see", async () => {
  const { code, out, err } = await run(["someone@example.net"], await access({}, SENDING_KEY));
  expect(code).toBe(0);
  expect(provider?.accepted).toHaveLength(1);
  expect(out).toContain("This key may only send");
  expect(err).toContain("Warning: RESEND_API_KEY may only send");
});

test("a refusal is the provider's words in one line", async () => {
  const env = await access({ refuses: () => "This\n\u001b[31mwill not do." });
  const { code, err } = await run(["someone@example.net"], env);
  expect(code).toBe(1);
  expect(err.trim().split("\n").at(-1)).toBe(
    "Resend refused the mail: This [31mwill not do. (validation_error)",
  );
});

test("a provider that gives no answer is told", async () => {
  const env = await access({ faults: ({ method }) => (method === "POST" ? { answer: "destroy" } : {}) });
  const { code, err } = await run(["someone@example.net"], env);
  expect(code).toBe(1);
  expect(err.trim().split("\n").at(-1)).toMatch(/^Resend gave no answer; /);
});

test("bad settings and arguments are one line each, and nothing is sent", async () => {
  const env = await access({ domains: [{ name: "example.org", status: "pending" }] });
  const usage = "Usage: npm run mail:test -- you@example.org\n";
  const cases: [string[], Record<string, string>, string][] = [
    [[], env, usage],
    [["nobody"], env, usage],
    [["Someone <someone@example.net>"], env, usage],
    [["a@example.net", "b@example.net"], env, usage],
    [["a@example.net"], { ...env, RESEND_API_KEY: "" }, "RESEND_API_KEY: is not set"],
    [["a@example.net"], { ...env, MAIL_FROM: "" }, "MAIL_FROM: is required"],
    [["a@example.net"], env, "MAIL_FROM: the domain example.org is not verified at Resend (status: pending)"],
    [
      ["a@example.net"],
      { ...env, RESEND_API_KEY: "re_x" },
      "RESEND_API_KEY: Resend does not accept this key",
    ],
  ];
  for (const [args, settings, line] of cases) {
    const { code, out, err } = await run(args, settings);
    expect(code).toBe(1);
    expect(out).toBe("");
    expect(err).toMatch(/^[^\n]+\n$/);
    expect(err.startsWith(line)).toBe(true);
  }
  expect(provider?.accepted).toEqual([]);
});
