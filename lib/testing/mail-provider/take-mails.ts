import { randomUUID } from "node:crypto";
import { type Answer, refusal } from "./answers";
import { type Domain, faultOf, type SentMail, unverifiedDomain } from "./mails";

/** The most mails in a batch (https://resend.com/docs/api-reference/emails/send-batch-emails). */
const LARGEST_BATCH = 100;

export type TakingRules = {
  domains: Domain[];
  /** Words for a mail that is to be refused although nothing is wrong with it. */
  refuses: (mail: SentMail) => string | undefined;
};
export type Taken = { id: string; mail: SentMail }[];

/** Takes what `POST /emails/batch` brought. Returns the answer and the mails that were taken. */
export function takeBatch(
  body: unknown,
  permissive: boolean,
  rules: TakingRules,
): { answer: Answer; taken: Taken } {
  if (!Array.isArray(body) || body.length < 1 || body.length > LARGEST_BATCH)
    return refused(`The batch must hold between 1 and ${LARGEST_BATCH} emails.`);
  const domain = body.map((mail) => unverifiedDomain(mail, rules.domains)).find((name) => name !== null);
  if (domain) return unverified(domain);
  const errors = body.flatMap((mail, index) => {
    const message = problemOf(mail, rules);
    return message === null ? [] : [{ index, message }];
  });
  const [first] = errors;
  if (first && !permissive) return refused(first.message);
  const bad = new Set(errors.map(({ index }) => index));
  const taken = body
    .filter((_, index) => !bad.has(index))
    .map((mail: SentMail) => ({ id: randomUUID(), mail }));
  const data = taken.map(({ id }) => ({ id }));
  return { answer: { status: 200, body: permissive ? { data, errors } : { data } }, taken };
}

/** Takes what `POST /emails` brought. Returns the answer and the mail that was taken, if it was. */
export function takeOne(body: unknown, rules: TakingRules): { answer: Answer; taken: Taken } {
  const domain = unverifiedDomain(body, rules.domains);
  if (domain) return unverified(domain);
  const message = problemOf(body, rules);
  if (message !== null) return refused(message);
  const id = randomUUID();
  return { answer: { status: 200, body: { id } }, taken: [{ id, mail: body as SentMail }] };
}

function problemOf(mail: unknown, rules: TakingRules): string | null {
  return faultOf(mail) ?? rules.refuses(mail as SentMail) ?? null;
}

function refused(message: string): { answer: Answer; taken: Taken } {
  const name = message.startsWith("Missing") ? "missing_required_field" : "validation_error";
  return { answer: refusal(name, { message }), taken: [] };
}

function unverified(domain: string): { answer: Answer; taken: Taken } {
  const message = `The ${domain} domain is not verified. Please, add and verify your domain on https://resend.com/domains`;
  return { answer: refusal("validation_error", { status: 403, message }), taken: [] };
}
