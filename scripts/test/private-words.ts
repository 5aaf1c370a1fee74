/**
 * What no log line may hold. Tests and journeys give people names with letters outside ASCII on purpose, and the log's
 * own words have none, so any such letter is a name or a text.
 */
const PRIVATE: { what: string; pattern: RegExp }[] = [
  { what: "an address", pattern: /[^\s"'<>()[\]{},;:\\/@]+@[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)*\.\p{L}{2,}/u },
  { what: "an escaped address", pattern: /[\w.+-]+%40[\w-]+\.\w+/i },
  { what: "a name", pattern: /[^\P{L}A-Za-z]|\\u0[0-9a-f]{3}/u },
  { what: "a token", pattern: /(?<![\w-])[\w-]{50}(?![\w-])/ },
  { what: "a token in a query", pattern: /[?&](token|code|email|name)=/i },
  { what: "a token in a path", pattern: /\/(confirm|unsubscribe|manage|link)\/[^\s"/*]/ },
  { what: "a password", pattern: /\bpostgres(ql)?:\/\/[^\s"@]+@/ },
  { what: "a key", pattern: /\b(re_[A-Za-z0-9_]{8,}|whsec_\w+)/ },
];

/** The lines of a log that say who somebody is or let somebody in, each with what it is. */
export function privateLines(log: string): { what: string; line: string }[] {
  return log.split("\n").flatMap((line) => {
    const found = PRIVATE.find(({ pattern }) => pattern.test(line));
    return found ? [{ what: found.what, line }] : [];
  });
}

/** Throws where a log names somebody, or says nothing at all and so proves nothing. Takes its text and a word it must have. */
export function requireDiscreetLog(log: string, proof: string): void {
  if (!log.includes(proof)) throw new Error(`the log does not even say ${proof}`);
  const told = privateLines(log);
  if (told.length > 0)
    throw new Error(
      `The log holds what is private:\n${told
        .slice(0, 5)
        .map(({ what, line }) => `${what}: ${line}`)
        .join("\n")}`,
    );
}
