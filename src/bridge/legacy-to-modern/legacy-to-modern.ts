import { type ByteParts, joined } from '../../kernel/index.ts';
import {
  type ErrorMessage,
  metaKeys,
  type RequestMessage,
  type ResultMessage,
  stringAt,
} from '../../protocol/index.ts';
import {
  type Listener,
  type Pending,
  type RequestHeaders,
  resultFrom,
  type UpstreamFailure,
  type UpstreamSession,
} from '../../upstream/index.ts';
import { answerWhenReady, type OwnAnswer } from '../answer-at-once.ts';
import { conversationClosed, failureOf } from '../failures.ts';
import { isLogLevel } from '../log-levels.ts';
import { type Envelope, envelopeMeta, modernHeaders } from '../modern-envelope.ts';
import { ownMessage, ownRequest } from '../own-message.ts';
import type { Timing } from '../timing.ts';
import { ModernTasks } from './modern-tasks.ts';
import { RoundTrip, type RoundTripGround } from './round-trip.ts';
import { Subscriptions } from './subscriptions.ts';
import { capabilitiesOf, type ServerCapabilities, saidAtInitialize, welcome } from './welcome.ts';

const nothingKnown: ServerCapabilities = Object.freeze({
  logging: false,
  subscribe: false,
  listChanges: [],
  tasks: false,
});

/** Whoever has asked the client something. */
interface Asker {
  clientAnswered(questionId: number, message: ResultMessage | ErrorMessage): void;
}

/** A client of the legacy era that has never named a level is told what such servers mostly tell. */
const usualLogLevel = 'info';

/**
 * A session of the legacy era with a server of the modern one. What a legacy client says once (its capabilities, its
 * log level, its subscriptions) is kept here, and said again with each request.
 */
export class LegacyToModern implements UpstreamSession {
  readonly #slug: string;
  readonly #inner: UpstreamSession;
  readonly #ground: RoundTripGround;
  readonly #subscriptions: Subscriptions;
  readonly #tasks: ModernTasks;
  readonly #trips = new Set<RoundTrip>();
  /** Questions that the client was asked and has not answered, by the id that they bear here. */
  readonly #questions = new Map<string, { readonly id: number; readonly asker: Asker }>();
  #stray: Pick<Listener, 'notification' | 'request'> | undefined;
  #said: Pick<Envelope, 'capabilities' | 'clientInfo'> = { capabilities: '{}', clientInfo: undefined };
  #server = nothingKnown;
  #logLevel: string | undefined;
  #lastId = 0;
  #lastQuestion = 0;

  /**
   * @param inner a conversation of the modern era that nobody else uses
   * @param now ms since the epoch
   */
  constructor(slug: string, inner: UpstreamSession, timing: Timing, now: () => number) {
    this.#slug = slug;
    this.#inner = inner;
    const envelope = (): Envelope => ({ ...this.#said, logLevel: this.#logLevel });
    const question = (asker: Asker): number => {
      this.#lastQuestion += 1;
      this.#questions.set(`n:${this.#lastQuestion}`, { id: this.#lastQuestion, asker });
      return this.#lastQuestion;
    };
    const withdraw = (id: number) => this.#questions.delete(`n:${id}`);
    this.#tasks = new ModernTasks({ inner, now, envelope, question, withdraw });
    this.#ground = {
      inner,
      timing,
      envelope,
      question,
      withdraw,
      ended: (trip) => this.#trips.delete(trip),
      asTask: undefined,
    };
    this.#subscriptions = new Subscriptions({
      inner,
      timing,
      envelope,
      heard: (message) => this.#stray?.notification(message),
    });
  }

  request(render: (upstreamId: number) => ByteParts, headers: RequestHeaders, listener: Listener): Pending {
    this.#lastId += 1;
    const upstreamId = this.#lastId;
    const message = ownRequest(joined(render(upstreamId)));
    const own = this.#own(message);
    if (own !== undefined) return answerWhenReady(message.id, upstreamId, listener, own);
    if (this.#server.tasks && message.method.startsWith('tasks/')) {
      return this.#tasks.about(message, upstreamId, listener);
    }
    const trip = new RoundTrip(this.#ground, upstreamId, message, headers.params, listener);
    this.#trips.add(trip);
    return trip;
  }

  /**
   * Takes the client's answers to what the server asked. Notifications end here: the modern era asks for the roots
   * whenever it needs them, and has no progress of a client's.
   */
  async send(message: Buffer): Promise<void> {
    const said = ownMessage(message);
    if ((said.kind !== 'result' && said.kind !== 'error') || said.id === undefined) return;
    this.#answered(said.id.key, said);
  }

  unattributed(listener: Pick<Listener, 'notification' | 'request'>): void {
    this.#stray = listener;
    this.#inner.unattributed({
      // What came late on a stream that was left has come on the one that took its place.
      notification: (message) => {
        if (!message.meta.has(metaKeys.subscriptionId)) listener.notification(message);
      },
      request: () => {},
    });
  }

  /** A modern server decides by itself, and of no tool beforehand. */
  get everyToolTakesTasks(): boolean {
    return this.#server.tasks;
  }

  onLost(handler: (failure: UpstreamFailure) => void): void {
    this.#inner.onLost(handler);
  }

  listen(): void {
    this.#subscriptions.listen(this.#server.listChanges);
  }

  async close(): Promise<void> {
    this.#subscriptions.close();
    this.#tasks.close();
    for (const trip of this.#trips) trip.close(conversationClosed());
    await this.#inner.close();
  }

  #answered(key: string, message: ResultMessage | ErrorMessage): void {
    const question = this.#questions.get(key);
    this.#questions.delete(key);
    question?.asker.clientAnswered(question.id, message);
  }

  /** What the bridge answers by itself; `undefined` for what the server is asked. */
  #own(message: RequestMessage): Promise<OwnAnswer> | undefined {
    const { method, bytes, params } = message;
    const uri = stringAt(bytes, params.get('uri')) ?? '';
    switch (method) {
      case 'initialize':
        return this.#initialize(message).catch((error: unknown) => ({ kind: 'failure', failure: failureOf(error) }));
      case 'ping':
        return Promise.resolve({ kind: 'result', result: '{}' });
      case 'logging/setLevel':
        return Promise.resolve(this.#setLevel(stringAt(bytes, params.get('level'))));
      case 'resources/subscribe':
        return this.#server.subscribe ? this.#subscriptions.subscribe(uri) : Promise.resolve(unknown(method));
      case 'resources/unsubscribe':
        return this.#server.subscribe ? this.#subscriptions.unsubscribe(uri) : Promise.resolve(unknown(method));
      default:
        // Only what this bridge has asked may be answered, so a client cannot pretend that it was asked.
        return params.has('requestState') || params.has('inputResponses')
          ? Promise.resolve(refused('`requestState` and `inputResponses` belong to another revision.'))
          : undefined;
    }
  }

  async #initialize(message: RequestMessage): Promise<OwnAnswer> {
    this.#said = saidAtInitialize(message);
    const method = 'server/discover';
    const params = [envelopeMeta(this.#ground.envelope())];
    const found = await resultFrom(this.#inner, method, params, modernHeaders(method));
    this.#server = capabilitiesOf(found);
    if (this.#server.logging) this.#logLevel = usualLogLevel;
    if (this.#server.tasks) this.#ground.asTask = (asked, answer) => this.#tasks.beginning(asked, answer);
    return { kind: 'result', result: welcome(message, found, this.#slug) };
  }

  #setLevel(level: string | undefined): OwnAnswer {
    if (!this.#server.logging) return unknown('logging/setLevel');
    if (!isLogLevel(level)) return refused('There is no such log level.');
    this.#logLevel = level;
    return { kind: 'result', result: '{}' };
  }
}

function refused(message: string): OwnAnswer {
  return { kind: 'error', error: { code: -32602, message } };
}

function unknown(method: string): OwnAnswer {
  return { kind: 'error', error: { code: -32601, message: `Method not found: ${method}` } };
}
