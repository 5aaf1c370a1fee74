import { install } from "./install.mjs";

// `npm run bench`, first stage: plain Node, no packages. The second stage is TypeScript and needs what this installs.
install();
const { register } = await import("tsx/esm/api");
register();
await import("./bench.ts");
