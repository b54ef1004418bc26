import { Fault } from '../../kernel/index.ts';
import { type ErrorMessage, type Params, type ResultMessage, stringAt } from '../../protocol/index.ts';
import type { Access } from '../../snapshot/index.ts';
import { askUpstream } from '../../upstream/index.ts';
import type { Session } from '../sessions/session.ts';
import { plainHeaders } from './list-request.ts';
import { type Item, visibleItems } from './visible-items.ts';

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

/** One page of a server's list, less what policy hides or refuses by default. */
export interface ListPage {
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
  listing: Listing,
  session: Pick<Session, 'connection' | 'revision'>,
  access: Access,
  params: Params,
): Promise<ListPage | ErrorMessage> {
  const { upstream } = await session.connection.open();
  const answer = await askUpstream(upstream, method, params, plainHeaders(session, method));
  if (answer.kind === 'error') return answer;
  const kept = await visibleItems(answer, listing, access.policy?.policy);
  const cursor = stringAt(answer.bytes, answer.members.get('nextCursor'));
  if (cursor === undefined && answer.members.has('nextCursor')) {
    throw new Fault('upstream_invalid', 'The server gave a cursor that is no string.');
  }
  return { kind: 'page', items: kept, cursor, result: answer };
}
