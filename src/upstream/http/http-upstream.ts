import { hash } from 'node:crypto';
import type { HttpServer } from '../../config/index.ts';
import { AddressRefused, openOrigin, type Resolve } from '../../egress/index.ts';
import type { Clock } from '../../kernel/index.ts';
import { discoverOverHttp, initializeOverHttp } from '../era/ask-http.ts';
import { Eras } from '../era/eras.ts';
import { faultLog } from '../fault-log.ts';
import type { SseSession } from '../legacy-sse/sse-session.ts';
import { printable } from '../printable.ts';
import { rateCap } from '../rate-cap.ts';
import type { Resumption, Upstream, UpstreamSession } from '../upstream.ts';
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
    ca: server.ca,
    fault: faultLog(server.slug, deps),
    ...(deps.resolve && { resolve: deps.resolve }),
  });
  const sessions = new Set<HttpSession | SseSession>();
  const mayLog = rateCap(deps.clock, logLinesPerSecond);
  let health: ReturnType<Upstream['health']> = { state: 'unknown' };

  const warn = (detail: string): void => {
    if (mayLog()) deps.log({ server: server.slug, level: 'warn', event: 'violation', detail: printable(detail) });
  };
  const ground: HttpGround = {
    clock: deps.clock,
    server,
    origin,
    path: url.pathname + url.search,
    statics: staticHeaders(server),
    heard: () => {
      if (health.state !== 'up') health = { state: 'up' };
    },
    failed: ({ code, message, cause, own }) => {
      if (own === true) return;
      if (code === 'upstream_invalid') warn(typeof cause === 'string' ? `${message} (${cause})` : message);
      else health = { state: 'down', detail: cause instanceof AddressRefused ? cause.message : message };
    },
    violation: warn,
    closed: (session) => sessions.delete(session),
  };
  /** A server of the other era breaks nothing when it refuses a question that it cannot know. */
  const asking: HttpGround = {
    ...ground,
    failed: (failure) => failure.code !== 'upstream_invalid' && ground.failed(failure),
    violation: () => {},
  };
  /** Set once the server was found to speak HTTP+SSE, the transport of revision 2024-11-05. */
  let openStreamed: (() => UpstreamSession) | undefined;

  const open = (resume?: Resumption, on = ground): HttpSession => {
    const session = new HttpSession(on, resume);
    sessions.add(session);
    return session;
  };
  /** Whether the URL is that of a stream which says where to post to; and if so, that is how it is spoken to. */
  const findStream = async (): Promise<void> => {
    const { SseSession } = await import('../legacy-sse/sse-session.ts');
    const closed = (session: SseSession): boolean => sessions.delete(session);
    const trial = new SseSession({ ...ground, url, closed, failed: () => {}, violation: () => {} });
    const found = await trial.opened.then(
      () => true,
      () => false,
    );
    await trial.close();
    if (!found) return;
    openStreamed = () => {
      const session = new SseSession({ ...ground, url, closed });
      sessions.add(session);
      return session;
    };
  };
  const eras = new Eras(deps.clock, {
    discover: async () => {
      const evidence = await discoverOverHttp(() => open(undefined, asking));
      openStreamed = undefined;
      if (evidence.tookNoPost === true) await findStream();
      return evidence;
    },
    initialize: () => initializeOverHttp(() => open()),
  });

  return {
    slug: server.slug,
    transport: 'http',
    at: hash('sha256', url.href, 'hex').slice(0, 16),
    era: (client) => eras.forClient(client),
    misjudged: (era) => eras.misjudged(era),
    verdict: () => eras.verdict,
    open: (era, resume) => (era === 'modern' || openStreamed === undefined ? open(resume) : openStreamed()),
    warm() {},
    health: () => health,
    async close() {
      await Promise.all(Array.from(sessions, (session) => session.close()));
      await origin.destroy();
    },
  };
}
