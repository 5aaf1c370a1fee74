import { settings } from "@/lib/config/runtime";
import { type KeyRing, keyRing } from "./keys";

const KEY = Symbol.for("vigil.keys");
const shared = globalThis as { [KEY]?: KeyRing };

/** The key ring of this process's APP_SECRET, and APP_SECRET_OLD where it is set. Commands take a ring as a parameter; doors and jobs pass this one. */
export function appKeys(): KeyRing {
  if (shared[KEY]) return shared[KEY];
  const { APP_SECRET, APP_SECRET_OLD } = settings();
  shared[KEY] = keyRing(APP_SECRET, APP_SECRET_OLD);
  return shared[KEY];
}
