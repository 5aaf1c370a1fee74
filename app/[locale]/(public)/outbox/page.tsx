import { headers } from "next/headers";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { DateText } from "@/components/ui/date-text";
import { Opening } from "@/components/ui/opening";
import { PageShell } from "@/components/ui/page-shell";
import { appKeys } from "@/lib/crypto/app-keys";
import { pool } from "@/lib/db/pool";
import { localOutbox } from "@/lib/mail/local-outbox";
import { FORM_HEADER, readFormState } from "@/lib/web/internal";
import { pageLocale } from "../../page-locale";

export const dynamic = "force-dynamic";

type Props = { params: Promise<{ locale: string }> };

/** Shown only where the outbox's door lets it (app/outbox/door.ts): the door's signed header is the key. */
export default async function Page({ params }: Props) {
  const locale = await pageLocale(params);
  const state = readFormState((await headers()).get(FORM_HEADER));
  if (!state) notFound();
  const t = await getTranslations("outbox");
  const mails = await localOutbox(pool(), appKeys(), state.values.to || undefined);
  return (
    <PageShell locale={locale} path="/outbox" title={t("title")} secret>
      <Opening title={t("title")} lead={t("lead")} />
      {mails.length === 0 && <p>{t("empty")}</p>}
      <ol className="mails">
        {mails.map((mail) => (
          <li key={mail.id} className="card">
            <h2>{mail.subject}</h2>
            <p className="small quiet">
              {t("to", { to: mail.to })} · <DateText at={new Date(mail.at)} locale={locale} /> ·{" "}
              <a href={`/outbox/${mail.id}`}>{t("html")}</a>
            </p>
            <pre>{withLinks(mail.text)}</pre>
          </li>
        ))}
      </ol>
    </PageShell>
  );
}

function withLinks(text: string) {
  return text.split(/(https?:\/\/[^\s<>"]+)/).map((part, index) =>
    index % 2 === 1 ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text never move
      <a key={index} href={part}>
        {part}
      </a>
    ) : (
      part
    ),
  );
}
