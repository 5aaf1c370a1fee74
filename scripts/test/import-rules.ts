import type { Import, ImportGraph } from "./import-graph";

/** lib's folders, lowest first (docs/architecture.md): each imports only what stands before it. */
const LIB_ORDER =
  "config logging time crypto db i18n queue mail web testing people campaigns evidence petitions signatures ledger letters officials events updates reach worker".split(
    " ",
  );

const FORBIDDEN_NAMES = /(^|\/)(utils|helpers|misc|common)(\/|\.|$)|(^|\/)index\.tsx?$/;
const TEST = /\.(test|setup)\.tsx?$/;

type Rule = { from: RegExp; mayImport: RegExp };

/** Which parts may import which; the first rule that fits a file counts. */
const RULES: Rule[] = [
  { from: /^lib\//, mayImport: /^(lib|messages)\// },
  // What the browser composes, the server composes: the same pure functions.
  {
    from: /^components\/enhance\//,
    mayImport:
      /^components\/enhance\/|^lib\/i18n\/|^lib\/\w+\/(schema|types)$|^lib\/letters\/(compose|whole)-text$/,
  },
  { from: /^components\//, mayImport: /^components\/|^lib\/i18n\/|^lib\/\w+\/(schema|types)$|^messages\// },
  { from: /^app\/.*\.test$/, mayImport: /^(app|components|lib|messages|prisma\/seed)\// },
  { from: /^app\//, mayImport: /^(app|components|lib|messages)\// },
  { from: /^(proxy|instrumentation)$/, mayImport: /^lib\// },
  { from: /^server$/, mayImport: /^lib\/|^app\/.*\/door$/ },
  { from: /^prisma\//, mayImport: /^(prisma\/seed|lib)\// },
  { from: /^scripts\//, mayImport: /^(scripts|lib|prisma\/seed)\// },
  { from: /^journeys\//, mayImport: /^(journeys|lib|messages|scripts)\// },
];

const PACKAGE_RULES = [
  { packages: /^resend$/, only: /^lib\/mail\// },
  { packages: /^next(\/|$)/, only: /^(app|components|proxy|server|instrumentation)|^lib\/(web|i18n)\// },
  { packages: /^(@prisma\/|prisma($|\/))/, only: /^(lib|prisma|scripts)\b/ },
  { packages: /^vitest/, only: /\.(test|setup)\.tsx?$|^lib\/testing\/|^vitest\.config/ },
];

/** Every breach of the import rules, one line each; none where all is well. */
export function importBreaches(graph: ImportGraph): string[] {
  const names = [...new Set(graph.all.map(({ from }) => from))].filter((path) => FORBIDDEN_NAMES.test(path));
  const lines = [
    ...graph.unresolved.map((line) => `cannot be resolved: ${line}`),
    ...names.map((path) => `${path}: no barrels, and no folders named utils, helpers, misc or common`),
    ...graph.all.flatMap(breachesOf),
    ...cycles(graph.atRunTime).map((cycle) => `imports go in a circle: ${cycle.join(" → ")}`),
  ];
  return [...new Set(lines)];
}

function breachesOf(edge: Import): string[] {
  const line = `${edge.from} must not import ${edge.to}`;
  if (edge.package) {
    const broken = PACKAGE_RULES.some(
      ({ packages, only }) => packages.test(edge.to) && !only.test(edge.from),
    );
    return broken ? [line] : [];
  }
  const rule = RULES.find(({ from }) => from.test(withoutExtension(edge.from)));
  if (rule && !rule.mayImport.test(withoutExtension(edge.to))) return [line];
  return isOutOfOrder(edge) ? [`${line} (order of lib's folders)`] : [];
}

/** Tests may also use lib/testing, and what it gives them. */
function isOutOfOrder({ from, to }: Import): boolean {
  const [own, other] = [libFolder(from), libFolder(to)];
  if (other === "testing" && own !== "testing") return own !== null && !TEST.test(from);
  if (own === null || other === null || own === other) return false;
  return LIB_ORDER.indexOf(other) === -1 || LIB_ORDER.indexOf(other) > LIB_ORDER.indexOf(own);
}

function libFolder(path: string): string | null {
  return /^lib\/([^/]+)\//.exec(path)?.[1] ?? null;
}

function withoutExtension(path: string): string {
  return path.replace(/\.\w+$/, "");
}

/** Circles, each once, by depth-first search. */
function cycles(edges: Import[]): string[][] {
  const targets = new Map<string, string[]>();
  for (const { from, to } of edges.filter((edge) => !edge.package)) {
    targets.set(from, [...(targets.get(from) ?? []), to]);
  }
  const done = new Set<string>();
  const found: string[][] = [];
  function visit(path: string, trail: string[]): void {
    const start = trail.indexOf(path);
    if (start >= 0) return void found.push([...trail.slice(start), path]);
    if (done.has(path)) return;
    for (const to of targets.get(path) ?? []) visit(to, [...trail, path]);
    done.add(path);
  }
  for (const path of targets.keys()) visit(path, []);
  return found;
}
