import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

// Runs on plain Node, before anything is installed: nothing but Node's own modules may be imported here.

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const OLDEST = [20, 19];

/** Makes sure of Node's version and of the packages that package-lock.json names; ends the process where it cannot. */
export function install() {
  process.chdir(ROOT);
  requireNode();
  if (isInstalled()) return;
  const npm = process.env.npm_execpath;
  if (!npm)
    refuse("The packages are not installed; start this with npm (npm start, npm test), or run: npm ci");
  process.stdout.write("Installing packages (a minute or two) …\n");
  const args = [npm, "ci", "--include=dev", "--loglevel=error"];
  const { status, signal } = spawnSync(process.execPath, args, { stdio: ["ignore", "inherit", "inherit"] });
  if (signal) process.exit(130);
  if (status !== 0)
    refuse("npm ci failed, see above; check the network and the free space, then start again.");
}

function requireNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return;
  refuse(`Node ${process.versions.node} is too old; install Node ${OLDEST.join(".")} or newer.`);
}

/**
 * Whether node_modules holds what package-lock.json names. npm writes a lock file of its own into node_modules, last,
 * so an installation that was cut short has none. Optional packages may be missing: most are for other systems.
 */
function isInstalled() {
  const path = "node_modules/.package-lock.json";
  if (!existsSync(path)) return false;
  const wanted = JSON.parse(readFileSync("package-lock.json", "utf8")).packages;
  const present = JSON.parse(readFileSync(path, "utf8")).packages;
  return Object.entries(wanted).every(([name, { version, optional, peer }]) => {
    if (name === "" || (!present[name] && (optional || peer))) return true;
    return present[name]?.version === version;
  });
}

function refuse(line) {
  process.stderr.write(`${line}\n`);
  process.exit(1);
}
