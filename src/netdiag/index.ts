/**
 * `toolgate netdiag`: a real MCP server of ours, for the demo, the examples and the tests: network diagnostics over
 * stdio or Streamable HTTP, in the legacy revisions and the modern one.
 *
 * It stands where a user's own server would stand: it knows nothing of policies, grants or the gateway, and the gateway
 * knows nothing of it. It decides one thing, where its diagnostics may go: to public and loopback addresses unless the
 * operator says otherwise. The address that was checked is the address that is dialled; every call ends within its
 * time-out and returns a bounded result; every failure is a sentence that the model can act upon.
 *
 * It is written without the MCP SDK, which is no production dependency.
 */
export { type NetdiagListener, serveHttp } from './http.ts';
export type { NetdiagOptions } from './server.ts';
export { serveStdio } from './stdio.ts';
