/** What we use of Citation.js, which brings no types of its own. */
declare module "@citation-js/core" {
  export class Cite {
    constructor(items: readonly object[] | string, options: { forceType: string });
    format(format: string, options?: Record<string, unknown>): string;
  }
  export const plugins: {
    config: {
      get(name: "@bibtex"): { format: { asciiOnly: boolean; useIdAsLabel: boolean; checkLabel: boolean } };
    };
  };
}
declare module "@citation-js/plugin-bibtex";
declare module "@citation-js/plugin-csl";
declare module "@citation-js/plugin-ris";
