import { defineConfig } from "prisma/config";

/** For Prisma's own command line, as in `prisma migrate deploy` on an ordinary machine; Vigil itself does not read it. */
export default defineConfig({
  schema: "prisma/schema.prisma",
  migrations: { path: "prisma/migrations" },
  ...(process.env.DATABASE_URL ? { datasource: { url: process.env.DATABASE_URL } } : {}),
});
