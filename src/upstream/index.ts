/**
 * How a server is reached: stdio processes, Streamable HTTP and HTTP+SSE behind one port, `Upstream`.
 *
 * Decides: which era and transport a server speaks, which id a request bears upstream, which message answers it and
 * which merely belongs to it, when a server has failed and whether even one byte of the request may have reached it.
 * Never: knows of grants or policies, starts a program that the configuration does not name, sends a header that came
 * from a client, hands on bytes that the strict reader has not accepted, tries a request a second time.
 * Invariants: only ids issued in that conversation are accepted, each once; a listener hears one end and nothing after
 * it; what a server may make the gateway keep is bounded (`caps.response`); no process outlives its upstream; what is thrown
 * where a server is heard fails the requests and the connection or process that it concerned, and ends nothing else.
 */
export { askUpstream, resultFrom } from './ask-upstream.ts';
export type { EraVerdict } from './era/verdict.ts';
export { invalid, unavailable } from './failures.ts';
export { CircuitOpen } from './guard/circuit-open.ts';
export { confirmInitialized, type Hello, shakeHands } from './handshake.ts';
export { openUpstream } from './open.ts';
export { RestartDelay } from './restart-delay.ts';
export { showsFolder } from './stdio/sandboxed.ts';
export type {
  Era,
  Listener,
  Pending,
  RequestHeaders,
  Resumption,
  Upstream,
  UpstreamFailure,
  UpstreamSession,
} from './upstream.ts';
export type { UpstreamEvent, UpstreamLog } from './upstream-event.ts';
