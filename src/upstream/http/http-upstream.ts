import type { HttpServer } from '../../config/index.ts';
import { openOrigin, type Resolve } from '../../egress/index.ts';
import type { Clock } from '../../kernel/index.ts';
import { discoverOverHttp, initializeOverHttp } from '../era/ask-http.ts';
import { Eras } from '../era/eras.ts';
import { printable } from '../printable.ts';
import { rateCap } from '../rate-cap.ts';
import type { Resumption, Upstream } from '../upstream.ts';
import type { UpstreamLog } from '../upstream-event.ts';
import { type HttpGround, HttpSession } from './http-session.ts';
import { staticHeaders } from './static-headers.ts';

export interface HttpDeps {
  readonly clock: Clock;
  readonly log: UpstreamLog;
  /** In place of the system's resolver; for tests. */
  readonly resolve?: Resolve;
}

const logLinesPerSecond = 100;

/**
 * A server at a URL.
 *
 * @throws TypeError when the URL or a header of the configuration cannot be used; quotes no secret
 */
export function httpUpstream(server: HttpServer, deps: HttpDeps): Upstream {
  const url = new URL(server.url);
  const { allowPrivate, timeouts } = server;
  const origin = openOrigin(url, {
    allowPrivate,
    timeouts,
    clock: deps.clock,
    ...(deps.resolve && { resolve: deps.resolve }),
  });
  const sessions = new Set<HttpSession>();
  const mayLog = rateCap(deps.clock, logLinesPerSecond);
  let health: ReturnType<Upstream['health']> = { state: 'unknown' };

  const warn = (detail: string): void => {
    if (mayLog()) deps.log({ server: server.slug, level: 'warn', event: 'violation', detail: printable(detail) });
  };
  const ground: HttpGround = {
    server,
    origin,
    path: url.pathname + url.search,
    statics: staticHeaders(server),
    heard: () => {
      if (health.state !== 'up') health = { state: 'up' };
    },
    failed: ({ code, message, cause }) => {
      if (code === 'upstream_invalid') warn(typeof cause === 'string' ? `${message} (${cause})` : message);
      else health = { state: 'down', detail: message };
    },
    violation: warn,
    closed: (session) => sessions.delete(session),
  };

  const open = (resume?: Resumption): HttpSession => {
    const session = new HttpSession(ground, resume);
    sessions.add(session);
    return session;
  };
  const eras = new Eras(deps.clock, {
    discover: () => discoverOverHttp(() => open()),
    initialize: () => initializeOverHttp(() => open()),
  });

  return {
    slug: server.slug,
    transport: 'http',
    era: (client) => eras.forClient(client),
    misjudged: (era) => eras.misjudged(era),
    verdict: () => eras.verdict,
    open: (_era, resume) => open(resume),
    warm() {},
    health: () => health,
    async close() {
      await Promise.all(Array.from(sessions, (session) => session.close()));
      await origin.destroy();
    },
  };
}
