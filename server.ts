import next from "next";
import { letterProofDoor } from "@/app/api/v1/campaigns/[slug]/proof/door";
import { confirmationsDoor } from "@/app/api/v1/confirmations/door";
import { displaysDoor } from "@/app/api/v1/displays/door";
import { downloadsDoor } from "@/app/api/v1/downloads/door";
import { erasuresDoor } from "@/app/api/v1/erasures/door";
import { letterAnswersDoor } from "@/app/api/v1/letter-answers/door";
import { letterConfirmationsDoor } from "@/app/api/v1/letter-confirmations/door";
import { letterErasuresDoor } from "@/app/api/v1/letter-erasures/door";
import { letterWithdrawalsDoor } from "@/app/api/v1/letter-withdrawals/door";
import { lettersDoor } from "@/app/api/v1/letters/door";
import { letterPapersDoor } from "@/app/api/v1/letters/papers/door";
import { letterTakenDoor } from "@/app/api/v1/letters/taken/door";
import { letterTextsDoor } from "@/app/api/v1/letters/texts/door";
import { manageLinksDoor } from "@/app/api/v1/manage-links/door";
import { newsStopsDoor } from "@/app/api/v1/news-stops/door";
import { countDoor } from "@/app/api/v1/petitions/[slug]/count/door";
import { proofDoor } from "@/app/api/v1/petitions/[slug]/proof/door";
import { signaturesDoor } from "@/app/api/v1/petitions/[slug]/signatures/door";
import { signInLinksDoor } from "@/app/api/v1/sign-in-links/door";
import { unsubscribesDoor, unsubscribesPageDoor } from "@/app/api/v1/unsubscribes/door";
import { withdrawalsDoor } from "@/app/api/v1/withdrawals/door";
import { resendWebhookDoor } from "@/app/api/webhooks/resend/door";
import { healthDoor } from "@/app/healthz/door";
import { outboxDoor, outboxListDoor, outboxMailDoor } from "@/app/outbox/door";
import { readinessDoor } from "@/app/readyz/door";
import { legal, settings } from "@/lib/config/runtime";
import { SettingError } from "@/lib/config/settings";
import { exitWhenOrphaned } from "@/lib/config/supervised";
import { databaseAnswers } from "@/lib/db/errors";
import { closePool, pool } from "@/lib/db/pool";
import { closePrisma } from "@/lib/db/prisma";
import { requireMatchingSecret } from "@/lib/db/secret-check";
import { logConsole } from "@/lib/logging/console";
import { describeError, log } from "@/lib/logging/log";
import { createHost, type HotDoor } from "@/lib/web/host";
import { stopServer } from "@/lib/web/lifecycle";
import { makeRenderer } from "@/lib/web/render";

const hotDoors: HotDoor[] = [
  { method: "POST", route: "/api/v1/petitions/{slug}/signatures", door: signaturesDoor },
  { method: "GET", route: "/api/v1/petitions/{slug}/count", door: countDoor },
  { method: "GET", route: "/api/v1/petitions/{slug}/proof", door: proofDoor },
  { method: "POST", route: "/api/v1/confirmations", door: confirmationsDoor },
  { method: "POST", route: "/api/v1/letters", door: lettersDoor },
  { method: "GET", route: "/api/v1/campaigns/{slug}/proof", door: letterProofDoor },
  { method: "POST", route: "/api/v1/letter-confirmations", door: letterConfirmationsDoor },
  { method: "POST", route: "/api/v1/letter-withdrawals", door: letterWithdrawalsDoor },
  { method: "POST", route: "/api/v1/letter-erasures", door: letterErasuresDoor },
  { method: "POST", route: "/api/v1/letters/papers", door: letterPapersDoor },
  { method: "POST", route: "/api/v1/manage-links", door: manageLinksDoor },
  { method: "POST", route: "/api/v1/displays", door: displaysDoor },
  { method: "POST", route: "/api/v1/withdrawals", door: withdrawalsDoor },
  { method: "POST", route: "/api/v1/erasures", door: erasuresDoor },
  { method: "POST", route: "/api/v1/news-stops", door: newsStopsDoor },
  { method: "POST", route: "/api/v1/downloads", door: downloadsDoor },
  { method: "POST", route: "/api/v1/letters/texts", door: letterTextsDoor },
  { method: "POST", route: "/api/v1/letters/taken", door: letterTakenDoor },
  { method: "POST", route: "/api/v1/letter-answers", door: letterAnswersDoor },
  { method: "POST", route: "/api/v1/sign-in-links", door: signInLinksDoor },
  { method: "POST", route: "/api/v1/unsubscribes", door: unsubscribesDoor },
  { method: "GET", route: "/api/v1/unsubscribes", door: unsubscribesPageDoor },
  { method: "POST", route: "/api/webhooks/resend", door: resendWebhookDoor },
  { method: "GET", route: "/healthz", door: healthDoor },
  { method: "GET", route: "/readyz", door: readinessDoor },
  { method: "GET", route: "/outbox", door: outboxDoor },
  { method: "GET", route: "/outbox.json", door: outboxListDoor },
  { method: "GET", route: "/outbox/{id}", door: outboxMailDoor },
];

/** Signed-in pages and next-auth's doors: cookies reach Next, nothing is cached. */
const isPrivate = (path: string) => /^\/[^/]+\/organize(\/|$)/.test(path) || path.startsWith("/api/auth/");

/** What pages read of a query. */
const PAGE_PARAMETERS = [
  ...["src", "sent", "error", "token", "changed", "after", "from"],
  ...["q", "kind", "page", "place", "track", "sort", "order"],
  ...["country", "target", "refused"],
];

async function main(): Promise<void> {
  logConsole();
  legal();
  const { PORT, HOST, APP_URL, TRUSTED_PROXIES } = settings();
  process.env.NEXTAUTH_URL = APP_URL;
  await requireMatchingSecret(pool());
  const app = next({ dev: false, dir: process.cwd(), hostname: HOST, port: PORT });
  await app.prepare();
  const server = createHost({
    render: makeRenderer(app.getRequestHandler()),
    hotDoors,
    trustedProxies: TRUSTED_PROXIES,
    appUrl: APP_URL,
    isPrivate,
    pageParameters: PAGE_PARAMETERS,
    isDatabaseThere: () => databaseAnswers(pool()),
  });
  const stop = stopServer(server, async () => {
    await app.close();
    await closePool();
    await closePrisma();
  });
  exitWhenOrphaned(stop);
  server.on("error", fail);
  server.listen(PORT, HOST, () => log().info({ host: HOST, port: PORT }, "web listening"));
}

function fail(error: unknown): never {
  const code = (error as NodeJS.ErrnoException)?.code;
  if (error instanceof SettingError) process.stderr.write(`${error.message}\n`);
  else if (code === "EADDRINUSE")
    process.stderr.write(
      `PORT: ${settings().PORT} is taken by another program; stop that or set another PORT\n`,
    );
  else if (code === "EACCES")
    process.stderr.write(`PORT: ${settings().PORT} is not allowed for this user; set one above 1023\n`);
  else
    log().fatal(
      { error: describeError(error) },
      error instanceof Error ? error.message : "web could not start",
    );
  process.exit(1);
}

main().catch(fail);
