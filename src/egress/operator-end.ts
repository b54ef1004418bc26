import { Agent, fetch } from 'undici';

/** The operator's own end of a gateway: what the command line speaks through. */
export interface OperatorEnd {
  /** @param path origin-form, with its query */
  request(method: string, path: string, headers: Record<string, string>, body?: string): Promise<Response>;
  close(): Promise<void>;
}

/** Generous: a backup or a long list may take its time. In ms. */
const patienceMs = 600_000;

/**
 * Reaches the gateway that the operator named, or the one behind a local socket. The operator's word is enough: no address
 * is refused here. A redirect is not followed, for the credential would go with it.
 *
 * @param to an origin (`https://host:port`), or the path of a socket
 */
export function openOperatorEnd(to: { readonly origin: string } | { readonly socket: string }): OperatorEnd {
  const socket = 'socket' in to ? to.socket : undefined;
  const origin = 'origin' in to ? to.origin : 'http://localhost';
  const agent = new Agent({
    headersTimeout: patienceMs,
    bodyTimeout: 0,
    connect: socket === undefined ? { timeout: 10_000 } : { socketPath: socket },
  });
  return {
    request: async (method, path, headers, body) => {
      const init = { method, headers, redirect: 'manual' as const, dispatcher: agent };
      const response = await fetch(origin + path, body === undefined ? init : { ...init, body });
      // undici's own classes are those that Node's globals are built on.
      return response as unknown as Response;
    },
    close: () => agent.destroy(),
  };
}
