import type { IncomingMessage } from "node:http";
import proxyaddr from "proxy-addr";
import { isLoopbackAddress } from "@/lib/config/network";

const FORWARDING_HEADERS = [
  "x-forwarded-for",
  "x-forwarded-host",
  "x-forwarded-proto",
  "x-real-ip",
  "forwarded",
  "via",
  "cf-connecting-ip",
  "true-client-ip",
];

/** Makes the function that tells who asks: the socket's address, or what trusted proxies say in X-Forwarded-For. */
export function peerReader(trustedProxies: string[]): (request: IncomingMessage) => string {
  const trust = proxyaddr.compile(trustedProxies);
  const trustsNobody = trustedProxies.length === 0;
  return (request) => {
    const socketAddress = request.socket.remoteAddress ?? "";
    return trustsNobody ? socketAddress : proxyaddr(request, trust);
  };
}

/** Whether the peer sits at this machine itself, not behind a proxy: a loopback socket and no forwarding header. */
export function isDirectLoopback(request: IncomingMessage): boolean {
  return (
    isLoopbackAddress(request.socket.remoteAddress ?? "") &&
    FORWARDING_HEADERS.every((name) => request.headers[name] === undefined)
  );
}
