import { settings } from "@/lib/config/runtime";
import { type KeyRing, keyRing } from "./keys";

const KEY = Symbol.for("vigil.keys");
const shared = globalThis as { [KEY]?: KeyRing };

/** The key ring of this process's APP_SECRET. Commands take a ring as a parameter; doors and jobs pass this one. */
export function appKeys(): KeyRing {
  shared[KEY] ??= keyRing(settings().APP_SECRET);
  return shared[KEY];
}
