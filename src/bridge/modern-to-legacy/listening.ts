import {
  elementsAt,
  metaKeys,
  type NotificationMessage,
  paramsOf,
  type RequestMessage,
  stringAt,
  textAt,
  writeNotification,
} from '../../protocol/index.ts';
import type { Listener, Pending } from '../../upstream/index.ts';
import { tell } from '../answer-at-once.ts';
import { failureOf } from '../failures.ts';
import { membersAt } from '../members-at.ts';
import { ownNotification } from '../own-message.ts';
import type { Lease } from './conversation-pool.ts';
import type { LegacyConversation } from './legacy-conversation.ts';
import type { ResourceWatch } from './resource-watch.ts';
import { toldBy } from './told.ts';

/** What a client wants to be told of, or was promised. */
interface Filter {
  readonly lists: readonly string[];
  readonly uris: readonly string[];
}

const lists: ReadonlyMap<string, { readonly capability: string; readonly method: string }> = new Map([
  ['toolsListChanged', { capability: 'tools', method: 'notifications/tools/list_changed' }],
  ['promptsListChanged', { capability: 'prompts', method: 'notifications/prompts/list_changed' }],
  ['resourcesListChanged', { capability: 'resources', method: 'notifications/resources/list_changed' }],
]);

export interface ListeningGround {
  lease(told: ReturnType<typeof toldBy>): Promise<Lease>;
  watchOf(conversation: LegacyConversation): ResourceWatch;
  ended(listening: BridgedListening): void;
}

/**
 * `subscriptions/listen` towards a legacy server: each resource is subscribed to, the server's own stream is heard, and
 * what was asked for is passed on under the name of the client's stream.
 *
 *     opening → (subscribed) → acknowledged → over
 */
export class BridgedListening implements Pending {
  readonly upstreamId: number;
  readonly #ground: ListeningGround;
  readonly #request: RequestMessage;
  readonly #listener: Listener;
  #over = false;
  /** Undone at the end, last first. */
  readonly #undo: (() => void)[] = [];

  constructor(ground: ListeningGround, upstreamId: number, request: RequestMessage, listener: Listener) {
    this.upstreamId = upstreamId;
    this.#ground = ground;
    this.#request = request;
    this.#listener = listener;
    void this.#begin();
  }

  cancel(): void {
    this.#end(() => {});
  }

  /** The stream ends on our side, in good order. */
  close(): void {
    this.#end(() => {
      const meta = `{"${metaKeys.subscriptionId}":${this.#request.id.text}}`;
      tell(this.#listener, this.#request.id, { kind: 'result', result: `{"resultType":"complete","_meta":${meta}}` });
    });
  }

  async #begin(): Promise<void> {
    const wanted = filterOf(this.#request);
    if (wanted === undefined) {
      const error = { code: -32602, message: '`notifications` must say what to listen for.' };
      return this.#end(() => tell(this.#listener, this.#request.id, { kind: 'error', error }));
    }
    try {
      const lease = await this.#ground.lease(toldBy(this.#request));
      if (this.#over) return lease.release();
      this.#undo.push(() => lease.release());
      lease.onLost((failure) => this.#end(() => this.#listener.failure(failure)));
      await this.#listen(wanted, lease.conversation);
    } catch (error) {
      this.#end(() => this.#listener.failure(failureOf(error)));
    }
  }

  async #listen(wanted: Filter, conversation: LegacyConversation): Promise<void> {
    const kept: NotificationMessage[] = [];
    let promised: Filter | undefined;
    const hear = (message: NotificationMessage): void => {
      if (promised === undefined) kept.push(message);
      else if (isPromised(message, promised)) this.#listener.notification(this.#named(message));
    };
    // Heard from before the first subscription on, so that nothing falls between.
    this.#undo.push(conversation.hear(hear));
    const uris: string[] = [];
    const watch = this.#ground.watchOf(conversation);
    for (const uri of canSubscribe(conversation) ? wanted.uris : []) {
      if (!(await watch.add(uri))) continue;
      if (this.#over) return watch.remove(uri);
      this.#undo.push(() => watch.remove(uri));
      uris.push(uri);
    }
    if (this.#over) return;
    const honoured: Filter = { lists: wanted.lists.filter((list) => tells(conversation, list)), uris };
    this.#listener.notification(this.#acknowledgement(honoured));
    promised = honoured;
    for (const message of kept.splice(0)) hear(message);
  }

  #acknowledgement({ lists: names, uris }: Filter): NotificationMessage {
    const notifications = {
      ...Object.fromEntries(names.map((name) => [name, true])),
      ...(uris.length === 0 ? {} : { resourceSubscriptions: uris }),
    };
    return ownNotification(
      writeNotification('notifications/subscriptions/acknowledged', [
        ['_meta', `{"${metaKeys.subscriptionId}":${this.#request.id.text}}`],
        ['notifications', JSON.stringify(notifications)],
      ]),
    );
  }

  /** A notification under the name of the client's stream. */
  #named(message: NotificationMessage): NotificationMessage {
    const edits = new Map([[metaKeys.subscriptionId, this.#request.id.text]]);
    return ownNotification(writeNotification(message.method, paramsOf(message, undefined, edits)));
  }

  #end(last: () => void): void {
    if (this.#over) return;
    this.#over = true;
    for (const undo of this.#undo.splice(0).reverse()) undo();
    last();
    this.#listener.settled?.();
    this.#ground.ended(this);
  }
}

function filterOf({ bytes, params }: RequestMessage): Filter | undefined {
  const filter = membersAt(bytes, params.get('notifications'));
  if (filter === undefined) return undefined;
  const named = [...lists.keys()].filter((name) => {
    const flag = filter.get(name);
    return flag !== undefined && textAt(flag.bytes, flag.span) === 'true';
  });
  const list = filter.get('resourceSubscriptions');
  const places = list === undefined ? [] : elementsAt(list.bytes, list.span);
  if (list === undefined || places === undefined) return places === undefined ? undefined : { lists: named, uris: [] };
  const uris = new Set<string>();
  for (const place of places) {
    const uri = stringAt(list.bytes, place);
    if (uri === undefined) return undefined;
    uris.add(uri);
  }
  return { lists: named, uris: [...uris] };
}

function isPromised(message: NotificationMessage, { lists: names, uris }: Filter): boolean {
  if (message.method === 'notifications/resources/updated') {
    const uri = stringAt(message.bytes, message.params.get('uri'));
    return uri !== undefined && uris.includes(uri);
  }
  return names.some((name) => lists.get(name)?.method === message.method);
}

function tells({ capabilities }: LegacyConversation, list: string): boolean {
  const of = capabilities[lists.get(list)?.capability ?? ''];
  return typeof of === 'object' && of !== null && 'listChanged' in of && of.listChanged === true;
}

function canSubscribe({ capabilities }: LegacyConversation): boolean {
  const { resources } = capabilities;
  return (
    typeof resources === 'object' && resources !== null && 'subscribe' in resources && resources.subscribe === true
  );
}
