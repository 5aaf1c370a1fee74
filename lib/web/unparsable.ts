import type { Server } from "node:http";

const METHODS = "GET, HEAD, POST, OPTIONS";

/** Requests that are not HTTP, or a method that Node hands over apart: an answer, then the end of the connection. */
export function answerUnparsable(server: Server): void {
  server.on("clientError", (error: NodeJS.ErrnoException, socket) => {
    if (error.code === "ECONNRESET" || !socket.writable) return void socket.destroy();
    if (error.code === "HPE_HEADER_OVERFLOW")
      return void socket.end(answer("431 Request header fields too large", "headers-too-large"));
    if (error.code === "ERR_HTTP_REQUEST_TIMEOUT")
      return void socket.end(answer("408 Request timeout", "slow-request"));
    socket.end(answer("400 Bad request", "malformed-request"));
  });
  server.on("connect", (_, socket) =>
    socket.end(answer("405 Method not allowed", "method-not-allowed", `allow: ${METHODS}\r\n`)),
  );
}

function answer(status: string, code: string, header = ""): string {
  const body = JSON.stringify({
    type: "about:blank",
    title: status.slice(4),
    status: Number(status.slice(0, 3)),
    code,
  });
  return `HTTP/1.1 ${status}\r\ncontent-type: application/problem+json\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n${header}\r\n${body}`;
}
