import { isJsonObject } from '../json/is-object.ts';
import { stringAt, valueAt } from '../json/read-span.ts';
import type { NotificationMessage, RequestMessage } from '../rpc/message.ts';

/** What `subscriptions/listen` asks to be told of, or was promised. */
export interface SubscriptionFilter {
  /** Members of the filter that name a list: `toolsListChanged` and its like. */
  readonly lists: ReadonlySet<string>;
  /** Resources whose updates are wanted. */
  readonly uris: ReadonlySet<string>;
}

/** Which notification each list's member of the filter asks for. */
const lists: ReadonlyMap<string, string> = new Map([
  ['toolsListChanged', 'notifications/tools/list_changed'],
  ['promptsListChanged', 'notifications/prompts/list_changed'],
  ['resourcesListChanged', 'notifications/resources/list_changed'],
]);

const member = 'resourceSubscriptions';

/**
 * The filter of `subscriptions/listen`, or of the acknowledgement that it is answered with. Members that no revision
 * knows are left out: nobody could say whether what they ask for may be heard.
 *
 * @param mostUris more than these are no filter
 * @returns `undefined` when it is none
 */
export function readSubscriptionFilter(
  { bytes, params }: RequestMessage | NotificationMessage,
  mostUris: number,
): SubscriptionFilter | undefined {
  const span = params.get('notifications');
  const value = span === undefined ? undefined : valueAt(bytes, span);
  if (!isJsonObject(value)) return undefined;
  const named = new Set([...lists.keys()].filter((name) => Object.hasOwn(value, name) && value[name] === true));
  const wanted = Object.hasOwn(value, member) ? value[member] : [];
  if (!Array.isArray(wanted) || wanted.length > mostUris) return undefined;
  const uris = wanted.filter((uri) => typeof uri === 'string');
  return uris.length === wanted.length ? { lists: named, uris: new Set(uris) } : undefined;
}

/** The filter as the value of `notifications`, JSON text. */
export function writeSubscriptionFilter(filter: SubscriptionFilter): string {
  return JSON.stringify({
    ...Object.fromEntries(Array.from(filter.lists, (name) => [name, true])),
    ...(filter.uris.size === 0 ? {} : { [member]: [...filter.uris] }),
  });
}

/** What is in both. */
export function bothSubscriptionFilters(a: SubscriptionFilter, b: SubscriptionFilter): SubscriptionFilter {
  const both = (one: ReadonlySet<string>, other: ReadonlySet<string>) => new Set([...one].filter((x) => other.has(x)));
  return { lists: both(a.lists, b.lists), uris: both(a.uris, b.uris) };
}

/** Whether a filter asks for a notification. */
export function isSubscribedTo(message: NotificationMessage, filter: SubscriptionFilter): boolean {
  if (message.method === 'notifications/resources/updated') {
    const uri = stringAt(message.bytes, message.params.get('uri'));
    return uri !== undefined && filter.uris.has(uri);
  }
  for (const name of filter.lists) if (lists.get(name) === message.method) return true;
  return false;
}
