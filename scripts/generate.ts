import { ensureClient } from "./build/client";
import { ROOT } from "./project";
import { runScript } from "./terminal";

/** `npm run db:generate`: the Prisma client, from prisma/schema.prisma. */
await runScript(async () => ensureClient(ROOT));
