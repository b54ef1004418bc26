import { Fault } from '../../kernel/index.ts';
import { listed } from '../../policy/index.ts';
import {
  type ErrorMessage,
  elementsAt,
  type Params,
  type ResultMessage,
  type Slice,
  stringAt,
  valueAt,
} from '../../protocol/index.ts';
import type { Access } from '../../snapshot/index.ts';
import { askUpstream } from '../../upstream/index.ts';
import type { Session } from '../sessions/session.ts';
import { plainHeaders } from './list-request.ts';

/** Which member of a list's result holds the items, which member of an item policy looks at, and as what. */
export interface Listing {
  readonly items: string;
  readonly key: string;
  readonly kind: 'resource' | 'resourceTemplate' | 'prompt';
}

/** By method. Tools have a table of their own: `tool-table.ts`. */
export const listings: ReadonlyMap<string, Listing> = new Map([
  ['resources/list', { items: 'resources', key: 'uri', kind: 'resource' }],
  ['resources/templates/list', { items: 'resourceTemplates', key: 'uriTemplate', kind: 'resourceTemplate' }],
  ['prompts/list', { items: 'prompts', key: 'name', kind: 'prompt' }],
]);

/** An item that the grant may see, and the name or URI that it bears. */
export interface Item extends Slice {
  readonly name: string;
}

/** One page of a server's list, less what policy hides or refuses by default. */
export interface Page {
  readonly kind: 'page';
  readonly items: readonly Item[];
  readonly cursor: string | undefined;
  readonly result: ResultMessage;
}

/**
 * Asks a server for a page of its list.
 *
 * @throws Fault when there is no answer, or one that is no list
 */
export async function readPage(
  method: string,
  { items, key, kind }: Listing,
  session: Pick<Session, 'connection' | 'revision'>,
  access: Access,
  params: Params,
): Promise<Page | ErrorMessage> {
  const { upstream } = await session.connection.open();
  const answer = await askUpstream(upstream, method, params, plainHeaders(session, method));
  if (answer.kind === 'error') return answer;
  const policy = access.policy?.policy;
  const kept = itemsOf(answer, items).flatMap((slice): Item[] => {
    const item = valueAt(slice.bytes, slice.span);
    if (typeof item !== 'object' || item === null || !Object.hasOwn(item, key)) return [];
    const name = (item as Record<string, unknown>)[key];
    if (typeof name !== 'string' || policy === undefined || !listed(policy, kind, name)) return [];
    return [{ ...slice, name }];
  });
  const cursor = stringAt(answer.bytes, answer.members.get('nextCursor'));
  if (cursor === undefined && answer.members.has('nextCursor')) {
    throw new Fault('upstream_invalid', 'The server gave a cursor that is no string.');
  }
  return { kind: 'page', items: kept, cursor, result: answer };
}

function itemsOf(result: ResultMessage, key: string): readonly Slice[] {
  const span = result.members.get(key);
  const elements = span === undefined ? undefined : elementsAt(result.bytes, span);
  if (elements === undefined) throw new Fault('upstream_invalid', `The server gave a list without ${key}.`);
  return elements.map((element) => ({ bytes: result.bytes, span: element }));
}
