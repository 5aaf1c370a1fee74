type CarriedFieldsProps = { values: Record<string, string | undefined>; names: readonly string[] };

/** What other steps asked, kept in the form so that nothing is lost on the way; nothing of it is stored meanwhile. */
export function CarriedFields({ values, names }: CarriedFieldsProps) {
  return names.flatMap((name) => {
    const value = values[name];
    return value ? [<input key={name} type="hidden" name={name} value={value} />] : [];
  });
}
