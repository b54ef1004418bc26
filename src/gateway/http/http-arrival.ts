import { type Exchange, endConnection, skipsBody } from '../../edge/index.ts';
import { authenticate } from '../../identity/index.ts';
import type { Grant, Snapshot } from '../../snapshot/index.ts';
import type { Held } from '../admission.ts';
import { type AllSessions, type Arrival, everyServer } from '../arrival.ts';
import type { Caller } from '../caller.ts';
import type { Ports } from '../ports.ts';
import type { Ended } from '../refusals/ended.ts';
import { unidentified } from '../refusals/unidentified.ts';
import { restoreAll, restoreSession } from '../sessions/restore-session.ts';
import type { Session } from '../sessions/session.ts';
import type { Sessions } from '../sessions/sessions.ts';
import { HttpReply } from './http-reply.ts';
import { retryAfterMs, type Shedding } from './shedding.ts';

const retryLater = ['Retry-After', String(retryAfterMs / 1_000)];

/** A message that came as the body of a POST. */
export class HttpArrival implements Arrival {
  readonly slug: string;
  readonly address: string;
  readonly hasHeaders = true;
  readonly all: AllSessions | undefined;
  readonly reply: HttpReply;
  readonly #exchange: Exchange;
  readonly #sessions: Sessions;
  readonly #shedding: Shedding;
  #grantId = '';
  #isShed = false;

  /** @param slug the server that is addressed; `undefined` for all of the grant's */
  constructor(exchange: Exchange, slug: string | undefined, sessions: Sessions, shedding: Shedding) {
    this.#exchange = exchange;
    this.#sessions = sessions;
    this.#shedding = shedding;
    this.slug = slug ?? everyServer;
    this.all = slug === undefined ? this.#all() : undefined;
    this.address = exchange.address;
    this.reply = new HttpReply(exchange);
  }

  identify(snapshot: Snapshot): Grant | undefined {
    const grant = authenticate(this.#exchange.header('authorization'), snapshot.grants);
    if (grant === undefined) return undefined;
    this.#grantId = grant.principal.grant.id;
    this.#shedding.arrived(this.#exchange.response, this.#grantId);
    return grant;
  }

  read(cap: number): Promise<Buffer> {
    return this.#exchange.body(cap);
  }

  session(grant: Grant): Session | 'missing' | 'unknown' {
    const id = this.#exchange.header('mcp-session-id');
    if (id === undefined) return 'missing';
    const session = this.#sessions.find(id, grant.principal.grant.id, this.slug);
    if (session !== undefined) this.reply.resumableIn(session);
    return session ?? 'unknown';
  }

  #all(): AllSessions {
    const exchange = this.#exchange;
    const sessions = this.#sessions;
    return {
      shown: (grant) => {
        const id = exchange.header('mcp-session-id');
        const found = id === undefined ? 'missing' : (sessions.findAll(id, grant.principal.grant.id) ?? 'unknown');
        if (typeof found !== 'string') this.reply.resumableIn(found);
        return found;
      },
      restore: async (reach, ports) => {
        const id = exchange.header('mcp-session-id');
        return id === undefined ? undefined : restoreAll(id, reach, sessions, ports);
      },
      adopt: (aggregate) => {
        sessions.add(aggregate, aggregate.id);
        exchange.response.setHeader('Mcp-Session-Id', aggregate.id);
      },
    };
  }

  async restore(caller: Caller, ports: Ports): Promise<Session | undefined> {
    const id = this.#exchange.header('mcp-session-id');
    return id === undefined ? undefined : restoreSession(id, caller, this.#sessions, ports);
  }

  endIdlest(grantId: string, scarce: Held): Promise<boolean> {
    return this.#sessions.endIdlest(grantId, scarce);
  }

  adopt(session: Session): void {
    if (session.id === undefined) return;
    this.#sessions.add(session, session.id);
    this.#exchange.response.setHeader('Mcp-Session-Id', session.id);
  }

  header(name: string): string | undefined {
    return this.#exchange.header(name);
  }

  accepted(): void {
    this.#exchange.response.writeHead(202, { 'Content-Length': 0 });
    this.#exchange.response.end();
  }

  /** Everything has been done for it. */
  over(): void {
    if (!this.#isShed) this.#shedding.served(this.#exchange.response, this.#grantId);
  }

  onceTaken(done: () => void): void {
    const { response } = this.#exchange;
    if (this.reply.isStanding || response.closed || (response.writableEnded && response.writableLength === 0)) done();
    else response.once('close', done);
  }

  turnAway(end: Ended, bytes: Buffer, status: number): void {
    const { response } = this.#exchange;
    if (end.code === 'unauthenticated') {
      response.setHeader('WWW-Authenticate', unidentified(this.#exchange.header('authorization')).challenge);
    }
    this.#isShed = end.code === 'overloaded';
    if (this.#isShed) this.#shedding.refuses(response, this.#grantId);
    // What was not read is not waited for, unless it is here as good as already: a refusal must cost less than a call, most of
    // all where there are too many.
    if (!response.req.complete && !skipsBody(response.req)) endConnection(response);
    this.reply.end(bytes, status, undefined, this.#isShed ? retryLater : []);
  }
}
