import { connect, type Socket } from "node:net";

const HEAD_END = Buffer.from("\r\n\r\n");

/** One kept-alive HTTP/1.1 connection, one request at a time, on a bare socket: a client must not cost what it measures. */
export class Connection {
  private pending: Buffer = Buffer.alloc(0);
  private answered: ((status: number) => void) | null = null;
  private failed: ((error: Error) => void) | null = null;

  private constructor(private readonly socket: Socket) {
    socket.on("data", (chunk: Buffer) => this.read(chunk));
    socket.on("error", (error) => this.failed?.(error));
    socket.on("close", () => this.failed?.(new Error("the connection was closed before an answer")));
  }

  static open(port: number): Promise<Connection> {
    return new Promise((done, fail) => {
      const socket = connect({ port, host: "127.0.0.1", noDelay: true });
      socket.once("error", fail);
      socket.once("connect", () => {
        socket.off("error", fail);
        done(new Connection(socket));
      });
    });
  }

  /** Sends a whole request; calls back with the answer's status once its last byte is there. */
  ask(request: Buffer, answered: (status: number) => void, failed: (error: Error) => void): void {
    this.answered = answered;
    this.failed = failed;
    this.socket.write(request);
  }

  close(): void {
    this.failed = null;
    this.socket.destroy();
  }

  private read(chunk: Buffer): void {
    this.pending = this.pending.length === 0 ? chunk : Buffer.concat([this.pending, chunk]);
    const headEnd = this.pending.indexOf(HEAD_END);
    if (headEnd < 0) return;
    const head = this.pending.toString("latin1", 0, headEnd);
    const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
    if (length === undefined) this.failed?.(new Error(`an answer without content-length: ${head}`));
    if (length === undefined || this.pending.length < headEnd + 4 + Number(length)) return;
    this.pending = Buffer.alloc(0);
    this.answered?.(Number(head.slice(9, 12)));
  }
}
