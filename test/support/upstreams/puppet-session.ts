import { type ByteParts, joined } from '../../../src/kernel/index.ts';
import {
  defaultCaps,
  type Message,
  type RequestMessage,
  readMessage,
  readUpstreamMessage,
} from '../../../src/protocol/index.ts';
import type { Era, Listener, Upstream, UpstreamFailure, UpstreamSession } from '../../../src/upstream/index.ts';

/** A request that the puppet was given, and the strings by which it is pulled. */
export interface PuppetRequest {
  readonly id: number;
  readonly message: RequestMessage;
  /** Its `params`, parsed. */
  readonly params: Readonly<Record<string, unknown>>;
  readonly listener: Listener;
  /** With what reason the client cancelled; `undefined` when it did not. */
  cancelled: { readonly reason: string | undefined } | undefined;
  result(result: object): void;
  error(code: number, message: string, data?: unknown): void;
  fail(failure?: Partial<UpstreamFailure>): void;
  notify(method: string, params: object): void;
  ask(id: number, method: string, params: object): void;
}

/** A conversation with a server that does what a test says, when it says so. */
export class PuppetSession implements UpstreamSession {
  readonly requests: PuppetRequest[] = [];
  /** Everything that was sent beside requests, parsed. */
  readonly sent: Record<string, unknown>[] = [];
  readonly headers: unknown[] = [];
  listens = 0;
  closed = 0;
  stray: Pick<Listener, 'notification' | 'request'> | undefined;
  #lost: ((failure: UpstreamFailure) => void) | undefined;
  readonly #answerAtOnce: (message: RequestMessage) => object | undefined;

  /** @param answerAtOnce results of what need not be answered by hand */
  constructor(answerAtOnce: (message: RequestMessage) => object | undefined = () => undefined) {
    this.#answerAtOnce = answerAtOnce;
  }

  request(render: (id: number) => ByteParts, headers: unknown, listener: Listener) {
    const id = this.requests.length + 1;
    const bytes = joined(render(id));
    // What goes out must be sound by the strictest reading there is.
    const message = readMessage(bytes, defaultCaps);
    if (message.kind !== 'request') throw new Error(`no request went out: ${bytes.toString('utf8')}`);
    this.headers.push(headers);
    let over = false;
    const end = (say: () => void): void => {
      if (over) return;
      over = true;
      say();
      listener.settled?.();
    };
    const read = (body: object): Message => {
      const read = readUpstreamMessage(Buffer.from(JSON.stringify({ jsonrpc: '2.0', ...body })), defaultCaps);
      if (read.kind === 'unreadable') throw new Error(read.message);
      return read;
    };
    const answer = (body: object): void =>
      end(() => {
        const said = read({ id, ...body });
        if (said.kind === 'result' || said.kind === 'error') listener.answer(said);
      });
    const request: PuppetRequest = {
      id,
      message,
      params: JSON.parse(bytes.toString('utf8')).params ?? {},
      listener,
      cancelled: undefined,
      result: (result) => answer({ result }),
      error: (code, text, data) => answer({ error: { code, message: text, data } }),
      fail: (failure) =>
        end(() => listener.failure({ code: 'upstream_unavailable', message: 'gone', sent: true, ...failure })),
      notify: (method, params) => {
        const said = read({ method, params });
        if (!over && said.kind === 'notification') listener.notification(said);
      },
      ask: (asked, method, params) => {
        const said = read({ id: asked, method, params });
        if (!over && said.kind === 'request') listener.request(said);
      },
    };
    this.requests.push(request);
    const ready = this.#answerAtOnce(message);
    if (ready !== undefined) queueMicrotask(() => request.result(ready));
    return {
      upstreamId: id,
      cancel: (reason?: string) => {
        if (over) return;
        over = true;
        request.cancelled = { reason };
        listener.settled?.();
      },
    };
  }

  async send(message: Buffer): Promise<void> {
    this.sent.push(JSON.parse(message.toString('utf8')));
  }

  unattributed(listener: Pick<Listener, 'notification' | 'request'>): void {
    this.stray = listener;
  }

  onLost(handler: (failure: UpstreamFailure) => void): void {
    this.#lost = handler;
  }

  /** The server is gone: what is under way fails, and the session with it. */
  lose(): void {
    const failure: UpstreamFailure = { code: 'upstream_unavailable', message: 'gone', sent: true };
    for (const request of this.requests) request.fail(failure);
    this.#lost?.(failure);
  }

  /** Says something outside any request. */
  say(method: string, params: object): void {
    const said = readUpstreamMessage(Buffer.from(JSON.stringify({ jsonrpc: '2.0', method, params })), defaultCaps);
    if (said.kind === 'notification') this.stray?.notification(said);
  }

  listen(): void {
    this.listens += 1;
  }

  async close(): Promise<void> {
    this.closed += 1;
    for (const request of this.requests) request.fail();
  }
}

/** A server of one era whose conversations are puppets. */
export function puppetUpstream(era: Era, open: () => UpstreamSession): Upstream {
  return {
    slug: 'puppet',
    transport: 'http',
    at: undefined,
    era: async () => era,
    misjudged: () => {},
    verdict: () => undefined,
    open,
    warm: () => {},
    health: () => ({ state: 'up' }),
    close: async () => {},
  };
}
