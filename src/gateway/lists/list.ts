import { type ErrorMessage, type Piece, paramsOf, writeResult } from '../../protocol/index.ts';
import type { ClientRequest } from '../client-request.ts';
import { outgoingMeta } from '../outgoing-meta.ts';
import type { Ports } from '../ports.ts';
import { noSuchPage } from './no-such-page.ts';
import { type Listing, type ListPage, listings, readPage } from './page.ts';
import { ListRefused } from './tool-table.ts';
import { type VisibleTools, visibleTools } from './visible-tools.ts';

/**
 * A list as this grant may see it. What stays is to the byte what the server sent; what policy hides, or refuses by
 * default, is not there (policy language, section 3, last law).
 *
 * @returns the answer, or the error that the server gave in its place
 */
export async function list(request: ClientRequest, ports: Ports): Promise<Buffer | ErrorMessage> {
  const { message, session, access } = request;
  if (message.method === 'tools/list') return listTools(request, ports);
  const listing = listings.get(message.method);
  if (listing === undefined) throw new Error(`no list is known as ${message.method}`);
  const params = paramsOf(message, undefined, outgoingMeta(message, session, undefined, undefined));
  const page = await readPage(message.method, listing, session, access, params);
  if (page.kind === 'error') return page;
  return writeResult(message.id, rebuilt(page, listing, session.revision.stateless));
}

/**
 * The whole list in one page: it was read whole, since a call is judged against all of it, and so the list that the
 * client sees is the one that its calls are judged by.
 */
async function listTools(request: ClientRequest, ports: Ports): Promise<Buffer | ErrorMessage> {
  const { message, session } = request;
  if (message.params.has('cursor')) throw noSuchPage();
  let tools: VisibleTools['tools'];
  try {
    ({ tools } = await visibleTools(session, request, ports));
  } catch (error) {
    if (!(error instanceof ListRefused)) throw error;
    return error.refusal;
  }
  return writeResult(message.id, [
    '{"tools":',
    jsonList(tools.map(({ definition }) => definition)),
    session.revision.stateless ? filteredList : '',
    '}',
  ]);
}

/** A list that was filtered for one grant is private to it, and not to be kept. */
export const filteredList = ',"resultType":"complete","ttlMs":0,"cacheScope":"private"';

/** @returns the items as a JSON list */
export function jsonList(items: readonly Piece[]): Piece {
  return ['[', items.map((item, index): Piece => (index === 0 ? item : [',', item])), ']'];
}

/** The result with the items that are kept; every other member as it came, but for what says who may keep it. */
function rebuilt({ items, result }: ListPage, listing: Listing, stateless: boolean): Piece {
  const pieces: Piece[] = ['{', JSON.stringify(listing.items), ':', jsonList(items)];
  for (const [key, span] of result.members) {
    if (key === listing.items || key === '_meta') continue;
    if (stateless && (key === 'ttlMs' || key === 'cacheScope' || key === 'resultType')) continue;
    pieces.push(',', JSON.stringify(key), ':', { bytes: result.bytes, span });
  }
  pieces.push(stateless ? filteredList : '', '}');
  return pieces;
}
