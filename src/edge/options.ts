import type { RefusalCode } from '../kernel/index.ts';
import type { Handler } from './exchange.ts';

/** What the front door needs to know. Everything but `host` and `port` may be left out. */
export interface FrontDoorOptions {
  /** Address or name to bind. Anything but loopback needs `tls`, an https `publicUrl` or `insecure`. */
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** Paths of PEM files. TLS 1.2 is the least that is spoken. */
  readonly tls?: { readonly cert: string; readonly key: string } | undefined;
  /** How clients reach this listener from outside (`https://mcp.example.com`); its host and origin are admitted. */
  readonly publicUrl?: string | undefined;
  /** The operator says that plain HTTP on a bind that is not loopback is what they want. */
  readonly insecure?: boolean;
  /** More names that a `Host` header may bear: `name` with any port, `name:port` with that one. */
  readonly allowedHosts?: readonly string[];
  /** Web origins, besides the gateway's own, whose pages may call; they get CORS headers, never credentials. */
  readonly allowedOrigins?: readonly string[];
  /** Addresses or CIDR ranges whose `X-Forwarded-For` is believed. */
  readonly trustedProxies?: readonly string[];
  /** Told to whoever asks where nothing is, or in a way that is not answered there: where he may have wanted to be. */
  readonly signpost?: string;
  /** Answers a browser that asks for a page where nothing is. It is refused all the same, and counted: in another form. */
  readonly lost?: Handler | undefined;
  readonly limits?: Partial<EdgeLimits>;
  /** Told of every request that was turned away here: for metrics and records. Must not throw. */
  readonly onRefusal?: (refusal: RefusedAtDoor) => void;
  /** Told of every handler that failed; the client was told nothing. */
  readonly onError?: (error: unknown, route: string) => void;
}

/** A request that got no further than the front door. */
export interface RefusedAtDoor {
  readonly address: string;
  readonly code: RefusalCode;
  /** The route's pattern, never the path that was asked for: few values, fit for a metric. */
  readonly route: string | undefined;
}

/** Threats B69: slow and idle clients. Times in milliseconds. */
export interface EdgeLimits {
  /** From the first byte of a request, or the connection's start, to the end of its headers. */
  readonly headersMs: number;
  /** From the first byte of a request to the end of its body. */
  readonly bodyMs: number;
  /** How long nothing may be taken of an answer that is whole: it waits in our memory. */
  readonly unreadMs: number;
  /** How long a connection may wait for its next request. */
  readonly idleMs: number;
  /** Bytes of request line and headers together. */
  readonly headerBytes: number;
  readonly headerCount: number;
  readonly connections: number;
  /** Open connections from one address; trusted proxies are exempt. */
  readonly connectionsPerAddress: number;
  /** How often time-outs are looked for. */
  readonly checkMs: number;
}

export const defaultEdgeLimits: EdgeLimits = Object.freeze({
  headersMs: 10_000,
  bodyMs: 30_000,
  unreadMs: 60_000,
  idleMs: 60_000,
  headerBytes: 16 * 1024,
  headerCount: 100,
  connections: 10_000,
  connectionsPerAddress: 2_500,
  checkMs: 1_000,
});
