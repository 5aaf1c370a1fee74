/** Second levels that countries keep for their governments: gov.cn, go.jp, gob.mx, gouv.fr, govt.nz, gub.uy, gc.ca, gv.at. */
const GOVERNMENTS = new Set(["gov", "go", "gob", "gouv", "govt", "gub", "gc", "gv"]);
/** Names of governments and of bodies between them that follow no such form. */
const KNOWN = ["gov", "int", "un.org", "europa.eu", "admin.ch", "bund.de"];

/**
 * Whether a host is an office's own (its website's, or below it) or a government's. Takes a host name in ASCII. It only
 * asks for a second look where it says no: many governments use ordinary names.
 */
export function isOfficialHost(host: string, website: string | null): boolean {
  const name = host.toLowerCase();
  const own = website === null ? [] : [new URL(website).hostname.replace(/^www\./, "")];
  return (
    isGovernment(name) || [...own, ...KNOWN].some((known) => name === known || name.endsWith(`.${known}`))
  );
}

function isGovernment(name: string): boolean {
  const [country = "", second = "", below] = name.split(".").reverse();
  return country.length === 2 && GOVERNMENTS.has(second) && below !== undefined;
}
