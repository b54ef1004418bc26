import { Fault } from '../../kernel/index.ts';
import { listed } from '../../policy/index.ts';
import {
  elementsAt,
  type Piece,
  paramsOf,
  type ResultMessage,
  relayError,
  type Slice,
  stringAt,
  valueAt,
  writeResult,
} from '../../protocol/index.ts';
import { askUpstream } from '../../upstream/index.ts';
import type { ClientRequest } from '../client-request.ts';
import { outgoingMeta } from '../outgoing-meta.ts';
import type { Ports } from '../ports.ts';
import { plainHeaders } from './list-request.ts';
import { readToolTable, tableKey } from './tool-table.ts';

/** Which member of a list's result holds the items, which member of an item policy looks at, and as what. */
const lists: ReadonlyMap<
  string,
  { readonly items: string; readonly key: string; readonly kind: 'resource' | 'resourceTemplate' | 'prompt' }
> = new Map([
  ['resources/list', { items: 'resources', key: 'uri', kind: 'resource' }],
  ['resources/templates/list', { items: 'resourceTemplates', key: 'uriTemplate', kind: 'resourceTemplate' }],
  ['prompts/list', { items: 'prompts', key: 'name', kind: 'prompt' }],
]);

/**
 * A list as this grant may see it. What stays is to the byte what the server sent; what policy hides, or refuses by
 * default, is not there (policy.md, section 3, last law).
 */
export async function list(request: ClientRequest, ports: Ports): Promise<Buffer> {
  const { message, session } = request;
  if (message.method === 'tools/list') return listTools(request, ports);
  const what = lists.get(message.method);
  if (what === undefined) throw new Error(`no list is known as ${message.method}`);
  const { upstream } = await session.connection.open();
  const headers = plainHeaders(session, message.method);
  const params = paramsOf(message, undefined, outgoingMeta(message, session, undefined, undefined));
  const answer = await askUpstream(upstream, message.method, params, headers);
  if (answer.kind === 'error') return relayError(answer, message.id);
  const policy = request.access.policy?.policy;
  const kept = itemsOf(answer, what.items).filter(({ bytes, span }) => {
    const item = valueAt(bytes, span);
    if (typeof item !== 'object' || item === null || !Object.hasOwn(item, what.key)) return false;
    const key = (item as Record<string, unknown>)[what.key];
    return typeof key === 'string' && policy !== undefined && listed(policy, what.kind, key);
  });
  return writeResult(message.id, rebuilt(answer, what.items, kept, session.revision.stateless));
}

/**
 * The whole list in one page: it was read whole, since a call is judged against all of it, and so the list that the
 * client sees is the one that its calls are judged by.
 */
async function listTools(request: ClientRequest, ports: Ports): Promise<Buffer> {
  const { message, session, access } = request;
  if (message.params.has('cursor')) throw new Fault('bad_request', 'There is no such page.');
  const table = await ports.tables.fresh(tableKey(request), () => readToolTable(session));
  for (const { name, reason } of table.unusable) {
    ports.telemetry.warn('a tool is left out', { server: session.slug, tool: name, reason });
  }
  const policy = access.policy?.policy;
  const tools: Piece[] = [];
  for (const tool of table.tools.values()) {
    if (policy === undefined || !listed(policy, 'tool', tool.name)) continue;
    tools.push(tools.length === 0 ? '' : ',', tool.definition);
  }
  return writeResult(message.id, ['{"tools":[', tools, ']', session.revision.stateless ? filteredList : '', '}']);
}

/** protocol.md: a list that was filtered for one grant is private to it, and not to be kept. */
const filteredList = ',"resultType":"complete","ttlMs":0,"cacheScope":"private"';

function itemsOf(result: ResultMessage, key: string): readonly Slice[] {
  const span = result.members.get(key);
  const elements = span === undefined ? undefined : elementsAt(result.bytes, span);
  if (elements === undefined) throw new Fault('upstream_invalid', `The server gave a list without ${key}.`);
  return elements.map((element) => ({ bytes: result.bytes, span: element }));
}

/** The result with the items that are kept; every other member as it came, but for what says who may keep it. */
function rebuilt(result: ResultMessage, items: string, kept: readonly Slice[], stateless: boolean): Piece {
  const pieces: Piece[] = ['{', JSON.stringify(items), ':['];
  for (const [index, slice] of kept.entries()) pieces.push(index === 0 ? '' : ',', slice);
  pieces.push(']');
  for (const [key, span] of result.members) {
    if (key === items || (stateless && (key === 'ttlMs' || key === 'cacheScope' || key === 'resultType'))) continue;
    if (key === '_meta') continue;
    pieces.push(',', JSON.stringify(key), ':', { bytes: result.bytes, span });
  }
  const cursor = stringAt(result.bytes, result.members.get('nextCursor'));
  if (cursor === undefined && result.members.has('nextCursor')) {
    throw new Fault('upstream_invalid', 'The server gave a cursor that is no string.');
  }
  pieces.push(stateless ? filteredList : '', '}');
  return pieces;
}
