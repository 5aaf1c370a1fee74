import { isAbsolute, relative, resolve } from "node:path";
import { z } from "zod";
import { mailEnvironment } from "./mail-settings";
import { isLoopbackHost, parseTrustedProxies } from "./network";

/** A setting that stops the start: one line that names it and says what to do. */
export class SettingError extends Error {
  constructor(
    readonly setting: string,
    message: string,
  ) {
    super(`${setting}: ${message}`);
    this.name = "SettingError";
  }
}

const port = z.coerce
  .number("must be a port number from 0 to 65535")
  .int("must be a whole number")
  .min(0, "must be a port number from 0 to 65535")
  .max(65535, "must be a port number from 0 to 65535");

const httpOrigin = z
  .string()
  .refine(isOrigin, "must be an http or https address without a path, such as https://vigil.example.org");

const environment = z.object({
  DATABASE_URL: z
    .string()
    .refine(
      (value) => /^postgres(ql)?:$/.test(protocolOf(value)),
      "must start with postgres:// or postgresql://",
    )
    .optional(),
  ...mailEnvironment,
  APP_URL: httpOrigin.optional(),
  APP_SECRET: z
    .string()
    .min(32, "must have at least 32 characters; make one with: openssl rand -base64 48")
    .optional(),
  APP_SECRET_OLD: z
    .string()
    .min(32, "must be the whole former APP_SECRET, at least 32 characters")
    .optional(),
  OWNER_EMAIL: z.email("must be an e-mail address").optional(),
  PORT: port.default(3000),
  HOST: z.string().min(1).default("127.0.0.1"),
  DATA_DIR: z.string().min(1).default(".data"),
  BACKUP_PASSPHRASE: z
    .string()
    .min(16, "must have at least 16 characters; five or six random words are good")
    .optional(),
  BACKUP_RECIPIENT: z
    .string()
    .regex(/^age1[0-9a-z]{20,}$/, "must be an age recipient (age1…)")
    .optional(),
  JOURNAL_DIR: z.string().min(1).default(".vigil-journal"),
  LEGAL_FILE: z.string().min(1).optional(),
  TRUSTED_PROXIES: z.string().default(""),
});

export type Settings = Omit<z.output<typeof environment>, "APP_URL" | "TRUSTED_PROXIES"> & {
  /** Origin the public sees, without a trailing slash. */
  APP_URL: string;
  /** CIDR blocks of proxies whose X-Forwarded-For is believed; empty: none. */
  TRUSTED_PROXIES: string[];
};

/**
 * Reads and checks the environment. Takes a record of strings such as `process.env`; empty strings count as
 * absent. Returns the settings with defaults filled in. Refuses (throws `SettingError`) the first bad value.
 */
export function readSettings(env: Record<string, string | undefined>): Settings {
  const present = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value !== ""),
  );
  const parsed = environment.safeParse(present);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new SettingError(String(issue?.path[0] ?? "environment"), issue?.message ?? "is not valid");
  }
  const raw = parsed.data;
  const settings: Settings = {
    ...raw,
    APP_URL: (raw.APP_URL ?? `http://localhost:${raw.PORT}`).replace(/\/$/, ""),
    TRUSTED_PROXIES: trustedProxies(raw.TRUSTED_PROXIES),
  };
  refuseSameSecrets(settings);
  refuseJournalInData(settings);
  refuseHalfConfiguredMail(settings);
  return settings;
}

function trustedProxies(value: string): string[] {
  try {
    return parseTrustedProxies(value);
  } catch (error) {
    throw new SettingError("TRUSTED_PROXIES", error instanceof Error ? error.message : String(error));
  }
}

function refuseSameSecrets({ APP_SECRET, APP_SECRET_OLD }: Settings): void {
  if (APP_SECRET_OLD !== undefined && APP_SECRET_OLD === APP_SECRET)
    throw new SettingError(
      "APP_SECRET_OLD",
      "is the same as APP_SECRET; put the new secret into APP_SECRET and the former one here",
    );
}

/** A restore of the data must not put the journal back in time as well. */
function refuseJournalInData({ JOURNAL_DIR, DATA_DIR }: Settings): void {
  const within = relative(resolve(DATA_DIR), resolve(JOURNAL_DIR));
  if (within === "" || !(within.startsWith("..") || isAbsolute(within)))
    throw new SettingError("JOURNAL_DIR", "must not lie in the data folder; choose one beside it");
}

/** Without a provider the mails lie open in /outbox, so such a server must not be reachable from outside. */
function refuseHalfConfiguredMail(settings: Settings): void {
  if (settings.RESEND_API_KEY) {
    if (!settings.MAIL_FROM) throw new SettingError("MAIL_FROM", "is required when RESEND_API_KEY is set");
    return;
  }
  const advice =
    "is not a loopback address, and without RESEND_API_KEY mails can only be read on this machine";
  if (!isLoopbackHost(new URL(settings.APP_URL).hostname)) throw new SettingError("APP_URL", advice);
  if (!isLoopbackHost(settings.HOST)) throw new SettingError("HOST", advice);
}

function protocolOf(value: string): string {
  return URL.canParse(value) ? new URL(value).protocol : "";
}

function isHttpUrl(value: string): boolean {
  return /^https?:$/.test(protocolOf(value));
}

function isOrigin(value: string): boolean {
  return isHttpUrl(value) && ["", "/"].includes(new URL(value).pathname) && !new URL(value).search;
}
