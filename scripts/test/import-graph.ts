import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type BuildFailure, build, type Metafile, type Plugin } from "esbuild";

/** One import: both ends are files of the project, or `to` is a package. */
export type Import = { from: string; to: string; package: boolean };

export type ImportGraph = {
  /** Every import, those of types alone included. */
  all: Import[];
  /** Those that are there when the program runs: only among these is a circle a danger. */
  atRunTime: Import[];
  /** What could not be found. */
  unresolved: string[];
};

const CODE = /\.(ts|tsx|mjs)$/;
const GENERATED = "lib/db/generated";
/** What esbuild calls the list of them all. */
const ALL = "<stdin>";
const ASSETS = { ".css": "empty", ".woff2": "empty", ".svg": "empty" } as const;

/** All imports of the project's code, by esbuild. Takes the project's folder and the folders and files to walk. */
export async function importGraph(root: string, entries: string[]): Promise<ImportGraph> {
  const files = entries.flatMap((entry) => codeUnder(root, entry));
  const [all, atRunTime] = await Promise.all([walk(root, files, [keepTypeImports]), walk(root, files, [])]);
  return { all: all.imports, atRunTime: atRunTime.imports, unresolved: all.unresolved };
}

async function walk(root: string, files: string[], plugins: Plugin[]) {
  try {
    const { metafile } = await build({
      absWorkingDir: root,
      // One bundle of all: one for each file would be written out thousands of times over.
      stdin: { contents: files.map((file) => `import "./${file}";`).join("\n"), resolveDir: root },
      plugins,
      bundle: true,
      write: false,
      outdir: "unused",
      metafile: true,
      platform: "node",
      format: "esm",
      jsx: "automatic",
      packages: "external",
      loader: ASSETS,
      logLevel: "silent",
    });
    return { imports: importsOf(metafile), unresolved: [] };
  } catch (failure) {
    const { errors } = failure as BuildFailure;
    if (!errors) throw failure;
    return {
      imports: [],
      unresolved: errors.map(({ text, location }) => `${location?.file ?? "?"}: ${text}`),
    };
  }
}

function importsOf({ inputs }: Metafile): Import[] {
  const ours = Object.entries(inputs).filter(([from]) => from !== ALL && !from.startsWith(GENERATED));
  return ours.flatMap(([from, { imports }]) =>
    imports.map(({ path, external }) => ({ from, to: path, package: external === true })),
  );
}

/** esbuild forgets imports of types before it resolves them; a bare import of the same file beside them stays. */
const keepTypeImports: Plugin = {
  name: "keep-type-imports",
  setup(esbuild) {
    esbuild.onLoad({ filter: CODE }, ({ path }) => {
      const contents = readFileSync(path, "utf8");
      const sources = contents.matchAll(/^(?:import|export)\b[^;"']*?\bfrom\s*("[^"]+"|'[^']+')/gm);
      const bare = [...sources].map(([, source]) => `import ${source};`).join("");
      return { contents: `${contents}\n${bare}`, loader: path.endsWith(".tsx") ? "tsx" : "ts" };
    });
  },
};

function codeUnder(root: string, entry: string): string[] {
  if (entry === GENERATED) return [];
  if (CODE.test(entry)) return [entry];
  const children = readdirSync(join(root, entry), { withFileTypes: true });
  return children
    .filter((child) => child.isDirectory() || CODE.test(child.name))
    .flatMap((child) => codeUnder(root, `${entry}/${child.name}`));
}
