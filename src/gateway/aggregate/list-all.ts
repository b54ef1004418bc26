import { Fault } from '../../kernel/index.ts';
import { defaultCaps, type Piece, type RequestMessage, scan, stringAt, writeResult } from '../../protocol/index.ts';
import type { Caller } from '../caller.ts';
import { filteredList, jsonList } from '../lists/list.ts';
import { ownParams } from '../lists/list-request.ts';
import { noSuchPage } from '../lists/no-such-page.ts';
import { type Listing, listings, readPage } from '../lists/page.ts';
import { ListRefused } from '../lists/tool-table.ts';
import type { Item } from '../lists/visible-items.ts';
import { type VisibleTools, visibleTools } from '../lists/visible-tools.ts';
import type { Ports } from '../ports.ts';
import type { Session } from '../sessions/session.ts';
import { type CompositeCursor, readCursor, writeCursor } from './composite-cursor.ts';
import { fromEach } from './from-each.ts';
import { outerName } from './outer-name.ts';
import { outerNames } from './outer-names.ts';
import type { Parts, Reach } from './reach.ts';
import { type Routes, routesOf } from './routes.ts';

/**
 * One list of what all servers of the grant have. Names bear their server's slug, everything else of an item is to the
 * byte what its server sent.
 *
 * @throws Fault `bad_request` for a page that does not exist
 */
export async function listAll(message: RequestMessage, reach: Reach, parts: Parts, ports: Ports): Promise<Buffer> {
  const { stateless } = parts.revision;
  const [head, items, cursor] =
    message.method === 'tools/list'
      ? ['tools', await allTools(message, reach, parts, ports), undefined]
      : await allPages(message, reach, parts, ports);
  const next = cursor === undefined ? '' : `,"nextCursor":${JSON.stringify(cursor)}`;
  return writeResult(message.id, [`{"${head}":`, jsonList(items), next, stateless ? filteredList : '', '}']);
}

async function allTools(message: RequestMessage, reach: Reach, parts: Parts, ports: Ports): Promise<Piece[]> {
  if (message.params.has('cursor')) throw noSuchPage();
  const lists = await fromEach(reach, parts, ports, (part, caller) => toolsOf(part, caller, ports));
  return lists.flatMap(({ part: { slug }, answer: { table, tools } }) => {
    const names = outerNames(slug, table);
    return tools.flatMap(({ name, definition }): Piece[] => {
      const outer = outerName(slug, name);
      return names.get(outer) === name ? [renamed(definition, outer)] : [];
    });
  });
}

/** A server without tools is none that is left out. */
async function toolsOf(part: Session, caller: Caller, ports: Ports): Promise<VisibleTools> {
  try {
    return await visibleTools(part, caller, ports);
  } catch (error) {
    if (!(error instanceof ListRefused) || !error.isForWantOfTools) throw error;
    return { table: { tools: new Map(), unusable: [] }, tools: [] };
  }
}

async function allPages(
  message: RequestMessage,
  reach: Reach,
  parts: Parts,
  ports: Ports,
): Promise<[string, Piece[], string | undefined]> {
  const { method } = message;
  const listing = listings.get(method);
  if (listing === undefined) throw new Error(`no list is known as ${method}`);
  const from = cursorOf(message);
  const lists = await fromEach(
    reach,
    parts,
    ports,
    (part, { access }) => {
      const cursor = from?.get(access.server.config.slug);
      const params = ownParams(part, cursor === undefined ? [] : [['cursor', JSON.stringify(cursor)]]);
      return readPage(method, listing, part, access, params);
    },
    (slug) => from === undefined || from.has(slug),
  );
  // A server that has no such list answers with an error, and has nothing on it.
  const pages = lists.flatMap(({ part: { slug }, answer: page }) => (page.kind === 'page' ? [{ slug, page }] : []));
  const routes = routesOf(reach.grant);
  for (const { slug, page } of pages) for (const { name } of page.items) routes.learn(listing.kind, name, slug);
  const items = pages.flatMap(({ slug, page }) => page.items.flatMap((item) => shown(item, slug, listing, routes)));
  const cursors = pages.flatMap(({ slug, page: { cursor } }) =>
    cursor === undefined ? [] : [[slug, cursor] as const],
  );
  return [listing.items, items, writeCursor(new Map(cursors))];
}

/** What two servers claim as their own is nobody's: it is not listed, and reads of it find nothing. */
function shown(item: Item, slug: string, { kind }: Listing, routes: Routes): Piece[] {
  if (kind !== 'prompt') return routes.find(item.name) === slug ? [item] : [];
  const { bytes, span } = item;
  return [renamed(bytes.subarray(span.start, span.end), `${slug}__${item.name}`)];
}

function cursorOf({ bytes, params }: RequestMessage): CompositeCursor | undefined {
  if (!params.has('cursor')) return undefined;
  const text = stringAt(bytes, params.get('cursor'));
  if (text === undefined) throw noSuchPage();
  return readCursor(text);
}

/** A definition under another name, the rest to the byte. */
function renamed(definition: Buffer, name: string): Piece {
  const found = scan(definition, defaultCaps, 'watched', new Map());
  const span = found.kind === 'offence' ? undefined : found.root?.members.get('name');
  if (span === undefined) throw new Fault('upstream_invalid', 'The server gave an item without a name.');
  return [definition.subarray(0, span.start), JSON.stringify(name), definition.subarray(span.end)];
}
