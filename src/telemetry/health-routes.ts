import type { Exchange, Handler, Route } from '../edge/index.ts';

/** Something without which no call can be judged and recorded. Asked on every `/readyz`, so it must be quick. */
export interface Probe {
  /** Shown to whoever asks: a word of ours, no address and no path. */
  readonly name: string;
  readonly ready: () => boolean;
}

/**
 * `/healthz` says that the process answers; `/readyz` that it can judge and record, or what it lacks (503).
 *
 * @param probes a probe that throws is not ready
 */
export function healthRoutes(probes: readonly Probe[]): readonly Route[] {
  const alive: Handler = (exchange) => answer(exchange, 200, { status: 'ok' });
  const ready: Handler = (exchange) => {
    const failing = probes.filter((probe) => !isReady(probe)).map(({ name }) => name);
    if (failing.length === 0) answer(exchange, 200, { status: 'ready' });
    else answer(exchange, 503, { status: 'not ready', failing });
  };
  return [
    ...(['GET', 'HEAD'] as const).map((method) => ({ method, path: '/healthz', handler: alive })),
    ...(['GET', 'HEAD'] as const).map((method) => ({ method, path: '/readyz', handler: ready })),
  ];
}

function isReady(probe: Probe): boolean {
  try {
    return probe.ready();
  } catch {
    return false;
  }
}

function answer({ response, method }: Exchange, status: number, body: object): void {
  const text = JSON.stringify(body);
  response.writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text) });
  response.end(method === 'HEAD' ? undefined : text);
}
