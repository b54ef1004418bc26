import {
  elementsAt,
  metaKeys,
  type NotificationMessage,
  paramsOf,
  stringAt,
  writeNotification,
  writeRequest,
} from '../../protocol/index.ts';
import type { Listener, Pending, UpstreamFailure, UpstreamSession } from '../../upstream/index.ts';
import type { OwnAnswer } from '../answer-at-once.ts';
import { membersAt } from '../members-at.ts';
import { type Envelope, envelopeMeta, modernHeaders } from '../modern-envelope.ts';
import { ownNotification } from '../own-message.ts';
import type { Timing } from '../timing.ts';

/** What subscriptions need of their bridge. */
export interface SubscriptionsGround {
  readonly inner: UpstreamSession;
  readonly timing: Timing;
  envelope(): Envelope;
  /** Hears what the server notifies of, as the legacy era says it. */
  heard(message: NotificationMessage): void;
}

/** What came of opening a stream: the URIs that the server agreed to, or why there is none. */
type Opened =
  | { readonly kind: 'agreed'; readonly uris: ReadonlySet<string> }
  | { readonly kind: 'refused' }
  | { readonly kind: 'failed'; readonly failure: UpstreamFailure };

const longestReopenMs = 30_000;
/** As many as a client of the server's own era may name. All are said again with each that comes, in one request. */
const mostUris = 100;
const done: OwnAnswer = Object.freeze({ kind: 'result', result: '{}' });

/**
 * What a legacy client has subscribed to, as the one stream that a modern server knows: it is opened anew whenever the
 * set changes, and the one before it is left only when the new one stands, so that nothing in between is missed.
 */
export class Subscriptions {
  readonly #ground: SubscriptionsGround;
  readonly #uris = new Set<string>();
  /** Subscriptions that have been asked for and not answered yet. */
  #coming = 0;
  #lists: readonly string[] = [];
  #stream: Pending | undefined;
  /** Changes are made one at a time. */
  #turn: Promise<unknown> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;
  #failures = 0;
  #closed = false;

  constructor(ground: SubscriptionsGround) {
    this.#ground = ground;
  }

  /** @param lists members of the filter for the lists whose changes are wanted from now on */
  listen(lists: readonly string[]): void {
    if (lists.length === 0) return;
    void this.#change(() => {
      this.#lists = lists;
    }).then((opened) => {
      if (opened.kind === 'failed') this.#reopenLater();
    });
  }

  /** @returns the answer to `resources/subscribe` */
  async subscribe(uri: string): Promise<OwnAnswer> {
    if (this.#uris.has(uri)) return done;
    if (this.#uris.size + this.#coming >= mostUris) {
      return {
        kind: 'error',
        error: { code: -32602, message: `No more than ${mostUris} resources can be subscribed to.` },
      };
    }
    this.#coming += 1;
    const opened = await this.#change(() => this.#uris.add(uri));
    this.#coming -= 1;
    if (opened.kind === 'agreed' && opened.uris.has(uri)) return done;
    this.#uris.delete(uri);
    if (opened.kind === 'failed') return { kind: 'failure', failure: opened.failure };
    const error = { code: -32602, message: 'The server does not notify of changes of this resource.' };
    return { kind: 'error', error };
  }

  /** @returns the answer to `resources/unsubscribe` */
  async unsubscribe(uri: string): Promise<OwnAnswer> {
    if (this.#uris.has(uri)) await this.#change(() => this.#uris.delete(uri));
    return done;
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#stream?.cancel();
    this.#stream = undefined;
  }

  #change(edit: () => void): Promise<Opened> {
    const turn = this.#turn.then(() => {
      edit();
      return this.#reopen();
    });
    this.#turn = turn;
    return turn;
  }

  async #reopen(): Promise<Opened> {
    clearTimeout(this.#timer);
    const before = this.#stream;
    if (this.#closed || (this.#uris.size === 0 && this.#lists.length === 0)) {
      this.#stream = undefined;
      before?.cancel();
      return { kind: 'agreed', uris: new Set() };
    }
    const { promise, resolve } = Promise.withResolvers<Opened>();
    const stream = this.#open(resolve);
    const opened = await promise;
    if (opened.kind !== 'agreed') return opened;
    if (this.#closed) stream.cancel();
    else this.#stream = stream;
    before?.cancel();
    return opened;
  }

  #open(begun: (opened: Opened) => void): Pending {
    const { inner, envelope, heard } = this.#ground;
    const filter = {
      ...Object.fromEntries(this.#lists.map((list) => [list, true])),
      ...(this.#uris.size === 0 ? {} : { resourceSubscriptions: [...this.#uris] }),
    };
    let acknowledged = false;
    const ended = (why: Opened): void => {
      if (!acknowledged) begun(why);
      else if (this.#stream === stream) {
        this.#stream = undefined;
        this.#reopenLater();
      }
    };
    const listener: Listener = {
      notification: (message) => {
        if (acknowledged) heard(plain(message));
        else if (message.method === 'notifications/subscriptions/acknowledged') {
          acknowledged = true;
          this.#failures = 0;
          begun({ kind: 'agreed', uris: agreedTo(message) });
        }
      },
      request: () => {},
      answer: () => ended({ kind: 'refused' }),
      failure: (failure) => ended({ kind: 'failed', failure }),
    };
    const method = 'subscriptions/listen';
    const stream = inner.request(
      (id) => writeRequest(id, method, [['notifications', JSON.stringify(filter)], envelopeMeta(envelope())]),
      modernHeaders(method),
      listener,
    );
    return stream;
  }

  /** A stream that stood has broken: the client goes on believing that it will be told, so it is opened again. */
  #reopenLater(): void {
    if (this.#closed || this.#stream !== undefined) return;
    const wait = Math.min(this.#ground.timing.reopenMs * 2 ** this.#failures, longestReopenMs);
    this.#failures += 1;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      void this.#change(() => {}).then((opened) => {
        if (opened.kind !== 'agreed') this.#reopenLater();
      });
    }, wait).unref();
  }
}

/** The URIs of an acknowledgement. */
function agreedTo({ bytes, params }: NotificationMessage): ReadonlySet<string> {
  const agreed = new Set<string>();
  const list = membersAt(bytes, params.get('notifications'))?.get('resourceSubscriptions');
  if (list === undefined) return agreed;
  for (const place of elementsAt(list.bytes, list.span) ?? []) {
    const uri = stringAt(list.bytes, place);
    if (uri !== undefined) agreed.add(uri);
  }
  return agreed;
}

/** A notification without the name of the stream that it came on: the legacy era has no such name. */
function plain(message: NotificationMessage): NotificationMessage {
  if (!message.meta.has(metaKeys.subscriptionId)) return message;
  const edits = new Map([[metaKeys.subscriptionId, undefined]]);
  return ownNotification(writeNotification(message.method, paramsOf(message, undefined, edits)));
}
