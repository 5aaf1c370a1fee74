type CarriedFieldsProps = { values: Record<string, string | undefined>; names: readonly string[] };

/** What other steps asked, kept in the form so that nothing is lost on the way; nothing of it is stored meanwhile. */
export function CarriedFields({ values, names }: CarriedFieldsProps) {
  return names.flatMap((name) => {
    const value = values[name];
    return value ? [<input key={name} type="hidden" name={name} value={value} />] : [];
  });
}

/** What says which letter it is. */
export const WHICH = ["campaign", "target", "template", "version", "language", "locale"] as const;
/** What the writer chose and said of themselves. */
export const CHOSEN = ["topics", "demands", "confirmed", "own", "name", "country"] as const;
/** The letter itself. */
export const WRITTEN = ["subject", "text", "claims"] as const;
/** How it is to be sent, once somebody said so. */
export const SENDING = ["email", "channel", "replyTo", "followUp"] as const;
