import { randomBytes, randomUUID } from "node:crypto";
import { createServer } from "node:http";
import { settings } from "@/lib/config/runtime";
import { exitWhenOrphaned } from "@/lib/config/supervised";
import { openPool } from "@/lib/db/pool";
import { stopServer } from "@/lib/web/lifecycle";

/**
 * What intake is compared with: the least a durable POST can do. One prepared statement that inserts two rows of the
 * sizes of a signature and of its mail, no checks, no encryption, no limits, no log.
 */
const { DATABASE_URL, PORT } = settings();
const pool = openPool(DATABASE_URL);
const signature = randomBytes(Number(process.env.SIGNATURE_BYTES));
const mail = randomBytes(Number(process.env.MAIL_BYTES));

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    insert().then(
      () => response.writeHead(303, { location: "/", "content-length": 0 }).end(),
      (error: unknown) => response.destroy(error as Error),
    );
  });
});

function insert() {
  return pool.query({
    name: "two-rows",
    text: "WITH first AS (INSERT INTO bare_signature VALUES ($1, $2)) INSERT INTO bare_mail VALUES ($3, $4)",
    values: [randomUUID(), signature, randomUUID(), mail],
  });
}

exitWhenOrphaned(stopServer(server, () => pool.end()));
server.listen(PORT, "127.0.0.1");
