import { afterEach, expect, test } from "vitest";
import { SettingError } from "@/lib/config/settings";
import {
  type MailProvider,
  type MailProviderOptions,
  PROVIDER_KEY,
  SENDER,
  SENDING_KEY,
  startMailProvider,
} from "@/lib/testing/mail-provider";
import { checkProvider } from "./check-provider";

let provider: MailProvider | undefined;
afterEach(async () => {
  await provider?.stop();
  provider = undefined;
});

async function check(
  options: MailProviderOptions,
  access: { apiKey?: string; from?: string; patience?: number } = {},
) {
  provider = await startMailProvider(options);
  return checkProvider({ apiKey: PROVIDER_KEY, from: SENDER, baseUrl: provider.url, ...access });
}

/** The one line that stops a start. */
async function refusal(...args: Parameters<typeof check>): Promise<string> {
  const error = await check(...args).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof SettingError)) throw error ?? new Error("nothing was refused");
  expect(error.message).not.toMatch(/\n/);
  expect(error.message).not.toContain(PROVIDER_KEY);
  return error.message;
}

test("a verified domain without tracking is all right", async () => {
  const domains = [{ name: "other.example" }, { name: "Example.org" }];
  expect(await check({ domains }, { from: '"Vigil, here" <vigil@EXAMPLE.org>' })).toEqual({
    ok: true,
    checked: true,
    askAgain: false,
    warnings: [],
    domain: { name: "example.org", status: "verified", openTracking: false, clickTracking: false },
  });
});

test("a key that Resend does not know is refused, and not repeated", async () => {
  const line = await refusal({}, { apiKey: "re_wrong" });
  expect(line).toBe(
    "RESEND_API_KEY: Resend does not accept this key; make one at https://resend.com/api-keys",
  );
});

test("a domain that is missing or not verified is refused", async () => {
  expect(await refusal({ domains: [{ name: "example.com" }] })).toMatch(
    /^MAIL_FROM: the domain example\.org is not among the domains of this key at Resend; add it at/,
  );
  for (const status of ["pending", "not_started", "failed", "partially_failed"] as const) {
    await provider?.stop();
    expect(await refusal({ domains: [{ name: "example.org", status }] })).toBe(
      `MAIL_FROM: the domain example.org is not verified at Resend (status: ${status}); add the DNS records shown at https://resend.com/domains, and verify it there`,
    );
  }
});

test("a domain of which only receiving is not verified may send", async () => {
  const records = [
    { record: "SPF", status: "verified" },
    { record: "DKIM", status: "verified" },
    { record: "Receiving", status: "pending" },
  ];
  const domain = { name: "example.org", status: "partially_verified" as const, records };
  expect(await check({ domains: [domain] })).toMatchObject({ checked: true });
});

test.each([
  [{ open_tracking: true }, "open tracking"],
  [{ click_tracking: true }, "click tracking"],
  [{ open_tracking: true, click_tracking: true }, "open and click tracking"],
])("a domain with %j is refused with where to turn it off", async (flags, words) => {
  const line = await refusal({ domains: [{ name: "example.org", ...flags }] });
  expect(line).toContain(`MAIL_FROM: the domain example.org has ${words} on at Resend`);
  expect(line).toContain("turn it off at https://resend.com/domains (example.org, tab Configuration)");
});

test("tracking that only the list shows, or only the domain, is found", async () => {
  const listed = { object: "list", data: [{ id: "1", name: "example.org", status: "verified" }] };
  const tracked = {
    object: "domain",
    id: "1",
    name: "example.org",
    status: "verified",
    click_tracking: true,
  };
  const faults = (first: object, second: object) => ({
    faults: ({ path }: { path: string }) => ({
      answer: { status: 200, body: path === "/domains" ? first : second },
    }),
  });
  expect(await refusal(faults(listed, tracked))).toContain("click tracking");
  await provider?.stop();
  const [domain] = listed.data;
  expect(
    await refusal(
      faults({ data: [{ ...domain, open_tracking: true }] }, { ...tracked, click_tracking: false }),
    ),
  ).toContain("open tracking");
});

test("a key that may only send is a warning that says what to look at", async () => {
  const { checked, warnings } = await check({}, { apiKey: SENDING_KEY });
  expect(checked).toBe(false);
  expect(warnings).toEqual([
    "RESEND_API_KEY may only send, so the domain cannot be checked; look at https://resend.com/domains that example.org is verified and has open and click tracking off",
  ]);
});

test.each([
  ["fails", { answer: { status: 503 } }, "answered 503"],
  ["is a proxy's page", { answer: { status: 403, text: "<h1>Blocked</h1>" } }, "answered 403"],
  ["is no JSON", { answer: { status: 200, text: "<html>" } }, "could not be reached"],
  ["is no list", { answer: { status: 200, body: { data: null } } }, "answered 200"],
  ["is cut off", { answer: "destroy" as const }, "could not be reached"],
])("a provider whose answer %s does not stop a start", async (_, fault, words) => {
  const { checked, warnings } = await check({ faults: () => fault });
  expect(checked).toBe(false);
  expect(warnings).toEqual([
    expect.stringContaining(`Resend ${words}, so neither key nor domain was checked`),
  ]);
});

test("a provider that is away does not stop a start", async () => {
  const { url, stop } = await startMailProvider();
  await stop();
  expect(await checkProvider({ apiKey: PROVIDER_KEY, from: SENDER, baseUrl: url })).toMatchObject({
    ok: true,
    checked: false,
  });
});

test("a busy provider is asked again", async () => {
  provider = await startMailProvider();
  provider.fail({ answer: { status: 429 } }, 2);
  const access = { apiKey: PROVIDER_KEY, from: SENDER, baseUrl: provider.url };
  expect(await checkProvider(access)).toMatchObject({ checked: true });
  provider.fail({ answer: { status: 429 } }, 3);
  expect(await checkProvider(access)).toMatchObject({
    checked: false,
    warnings: [expect.stringContaining("answered 429")],
  });
});

test("what hangs is given up", async () => {
  const begun = Date.now();
  expect(await check({ faults: () => ({ answer: "hang" }) }, { patience: 300 })).toMatchObject({
    checked: false,
  });
  expect(Date.now() - begun).toBeLessThan(5_000);
});
