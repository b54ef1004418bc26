import { joined } from '../../kernel/index.ts';
import {
  defaultCaps,
  isSubscribedTo,
  metaKeys,
  type NotificationMessage,
  type RequestMessage,
  readMessage,
  readSubscriptionFilter,
  type SubscriptionFilter,
  writeNotification,
  writeResult,
  writeSubscriptionFilter,
} from '../../protocol/index.ts';
import type { Reply } from '../reply.ts';

const acknowledged = 'notifications/subscriptions/acknowledged';
/** What servers may say before the client has been told what it will hear; beyond, it is told that the list has changed. */
const mostKept = 256;

/**
 * One stream to the client for what several servers tell:
 *
 *     gathering → (all have promised, or their time is up) → acknowledged → over
 *
 * What is acknowledged is every list that was asked for (a server that comes late tells of its own as well) and the
 * resources that their servers promised in time.
 */
export class MergedListening {
  readonly #message: RequestMessage;
  readonly #reply: Reply;
  readonly #wanted: SubscriptionFilter;
  readonly #uris = new Set<string>();
  readonly #kept: Buffer[] = [];
  #promised: SubscriptionFilter | undefined;
  #over = false;

  constructor(message: RequestMessage, reply: Reply, wanted: SubscriptionFilter) {
    this.#message = message;
    this.#reply = reply;
    this.#wanted = wanted;
  }

  /**
   * Where one server's part of it goes.
   *
   * @param promised heard when the server has acknowledged
   * @param ended heard when it tells no more; `refused` when it never will
   */
  part(promised: () => void, ended: (how: 'broken' | 'refused') => void): Reply {
    return {
      message: (bytes) => {
        const message = readMessage(bytes, defaultCaps);
        if (message.kind !== 'notification') return !this.#over;
        if (message.method === acknowledged) {
          this.#join(message);
          promised();
        } else this.#tell(message);
        return !this.#over;
      },
      end: (bytes) => {
        const message = readMessage(joined(bytes), defaultCaps);
        const isRefusal = message.kind === 'error' && (message.code === -32601 || message.code === -32602);
        ended(isRefusal ? 'refused' : 'broken');
      },
      close: () => ended('broken'),
      standsOpen: () => {},
      wait: () => {},
      onGone: () => {},
    };
  }

  /** Tells the client what it will hear of, once. @returns `false` when it takes no stream */
  acknowledge(): boolean {
    if (this.#promised !== undefined || this.#over) return true;
    this.#promised = { lists: this.#wanted.lists, uris: new Set(this.#uris) };
    const taken = this.#reply.message(
      writeNotification(acknowledged, [
        ['_meta', `{"${metaKeys.subscriptionId}":${this.#message.id.text}}`],
        ['notifications', writeSubscriptionFilter(this.#promised)],
      ]),
    );
    for (const bytes of this.#kept.splice(0)) this.#reply.message(bytes);
    return taken;
  }

  /** What a server may have told while it was not heard: its lists may be others. */
  mayHaveChanged(): void {
    for (const kind of ['tools', 'prompts', 'resources']) {
      if (!this.#wanted.lists.has(`${kind}ListChanged`) || this.#promised === undefined || this.#over) continue;
      const meta = ['_meta', `{"${metaKeys.subscriptionId}":${this.#message.id.text}}`] as const;
      this.#reply.message(writeNotification(`notifications/${kind}/list_changed`, [meta]));
    }
  }

  /** In good order. */
  end(): void {
    if (this.#over) return;
    this.#over = true;
    const { id } = this.#message;
    const result = `{"resultType":"complete","_meta":{"${metaKeys.subscriptionId}":${id.text}}}`;
    this.#reply.end(writeResult(id, result), 200);
  }

  #join(message: NotificationMessage): void {
    const said = readSubscriptionFilter(message, Number.POSITIVE_INFINITY);
    for (const uri of said?.uris ?? []) if (this.#promised === undefined) this.#uris.add(uri);
  }

  #tell(message: NotificationMessage): void {
    if (this.#over) return;
    if (this.#promised === undefined) {
      if (this.#kept.length < mostKept) this.#kept.push(message.bytes);
    } else if (isSubscribedTo(message, this.#promised)) this.#reply.message(message.bytes);
  }
}
