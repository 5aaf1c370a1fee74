import { isIP } from "node:net";
import proxyaddr from "proxy-addr";

const LOOPBACK_BLOCKS = ["127.0.0.0/8", "::1/128", "::ffff:127.0.0.1/128"];

/**
 * Whether a host name or address means this machine. Takes a name as in a URL or Host header, without port.
 * Returns true for `localhost`, names under `.localhost` (RFC 6761), 127.0.0.0/8, ::1 and ::ffff:127.0.0.1.
 */
export function isLoopbackHost(host: string): boolean {
  const name = host.toLowerCase().replace(/^\[|\]$/g, "");
  if (name === "localhost" || name.endsWith(".localhost")) return true;
  return isIP(name) !== 0 && isLoopbackAddress(name);
}

const loopback = proxyaddr.compile(LOOPBACK_BLOCKS);

/** Whether an IP address, as a socket reports it, is loopback. Anything that is no address is not. */
export function isLoopbackAddress(address: string): boolean {
  return isIP(address) !== 0 && loopback(address, 0);
}

/**
 * Reads TRUSTED_PROXIES: CIDR blocks or addresses separated by commas or spaces; `loopback` stands for
 * 127.0.0.0/8, ::1 and ::ffff:127.0.0.1. Returns the blocks. Throws on anything else.
 */
export function parseTrustedProxies(value: string): string[] {
  const blocks = value.split(/[\s,]+/).filter(Boolean);
  const expanded = blocks.flatMap((block) => (block === "loopback" ? LOOPBACK_BLOCKS : [block]));
  for (const block of expanded) {
    if (!/[.:]/.test(block)) throw new Error(`"${block}" is not an address, a CIDR block or "loopback"`);
    proxyaddr.compile(block);
  }
  return expanded;
}
