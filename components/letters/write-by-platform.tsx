import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { RadioGroup, TickBox } from "@/components/ui/choice";
import { TextField } from "@/components/ui/field";
import { TrapField } from "@/components/ui/trap-field";
import { CHOSEN, WHICH, WRITTEN } from "@/lib/letters/types";
import { CarriedFields } from "./carried-fields";
import { wrongWith } from "./letter-errors";
import { OfficeStanding } from "./office-standing";
import { UndrawableNotice } from "./undrawable-notice";
import type { WriteSendProps } from "./write-send";

const EMAIL_MAX = 254;
/** The form's id, for its button that stands with the letter. */
export const BY_US_FORM = "send-by-us";

/** Through the campaign: by mail where the office may be mailed, or carried by organizers. The mailbox confirms first. */
export function WriteByPlatform(props: WriteSendProps) {
  const { office, typed } = props;
  const t = useTranslations("letters");
  return (
    <section className="part no-print" id="by-us" aria-labelledby="by-us-title">
      <h2 id="by-us-title">{t(office.platform.may ? "by.us" : "by.hand")}</h2>
      {/* Where there is no choice of a channel, the list of errors leads here. */}
      <UndrawableNotice typed={typed} field="channel" id={office.platform.may ? undefined : "channel"} />
      <Possible {...props} />
      <form
        id={BY_US_FORM}
        className="form mt-6"
        method="post"
        action="/api/v1/letters"
        data-proof={`/api/v1/campaigns/${typed.values.campaign}/proof`}
      >
        <CarriedFields values={typed.values} names={[...WHICH, ...CHOSEN, ...WRITTEN]} />
        <input type="hidden" name="keep" value="on" />
        <Channel {...props} />
        <TextField
          name="email"
          type="email"
          inputMode="email"
          label={t("email")}
          hint={t(office.platform.may ? "emailHint" : "emailHintCarried")}
          error={wrongWith(props, "email")}
          defaultValue={typed.values.email}
          autoComplete="email"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={EMAIL_MAX}
          required
        />
        {office.platform.may && <Answers {...props} />}
        <Consents {...props} />
        <TrapField />
        <div>
          <Button wide>{t("send")}</Button>
          <p className="hint">{t("sendHint")}</p>
        </div>
      </form>
    </section>
  );
}

/** Whether the platform may mail the office and where that was seen; if not, why, and what is possible. */
function Possible({ office, locale }: WriteSendProps) {
  const t = useTranslations("letters");
  return (
    <div className="prose">
      <OfficeStanding office={office} locale={locale} />
      {!office.platform.may && <p>{t("onlyByHand")}</p>}
    </div>
  );
}

function Channel(props: WriteSendProps) {
  const t = useTranslations("letters");
  const { office, typed } = props;
  if (!office.platform.may) return <input type="hidden" name="channel" value="hand-over" />;
  return (
    <RadioGroup
      name="channel"
      label={t("channel")}
      error={wrongWith(props, "channel")}
      defaultValue={typed.values.channel === "hand-over" ? "hand-over" : "mail"}
      options={(["mail", "hand-over"] as const).map((value) => ({
        value,
        label: t(`channels.${value}`),
        hint: t(`channelHints.${value}`),
      }))}
    />
  );
}

function Answers(props: WriteSendProps) {
  const t = useTranslations("letters");
  const { typed, takesAnswers } = props;
  const ways = takesAnswers ? (["relay", "own"] as const) : (["own"] as const);
  return (
    <>
      {!takesAnswers && <p>{t("noRelay")}</p>}
      <RadioGroup
        name="replyTo"
        label={t("replyTo")}
        error={wrongWith(props, "replyTo")}
        // The writer's address is shown to nobody unless they say so.
        defaultValue={typed.values.replyTo === "own" ? "own" : "relay"}
        options={ways.map((value) => ({
          value,
          label: t(`replyTos.${value}`),
          hint: t(`replyToHints.${value}`),
        }))}
      />
    </>
  );
}

function Consents(props: WriteSendProps) {
  const t = useTranslations("letters");
  const form = useTranslations("form");
  const { typed, locale, minimumAge } = props;
  return (
    <div className="choices">
      <TickBox
        name="consent"
        label={t("consent", { age: minimumAge })}
        hint={
          <>
            {t("consentHint")} <a href={`/${locale}/privacy`}>{form("privacy")}</a>
          </>
        }
        error={wrongWith(props, "consent")}
        defaultChecked={typed.values.consent === "on"}
        required
      />
      <TickBox
        name="followUp"
        label={t("followUp")}
        hint={t("followUpHint")}
        error={wrongWith(props, "followUp")}
        defaultChecked={typed.values.followUp === "on"}
      />
    </div>
  );
}
