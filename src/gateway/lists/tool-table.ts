import { readTools, type ToolTable } from '../../definitions/index.ts';
import { Fault } from '../../kernel/index.ts';
import { type ErrorMessage, type Params, type Slice, stringAt } from '../../protocol/index.ts';
import type { Grant } from '../../snapshot/index.ts';
import { askUpstream } from '../../upstream/index.ts';
import type { Caller } from '../caller.ts';
import type { Session } from '../sessions/session.ts';
import { listCaps } from './list-caps.ts';
import { ownParams, plainHeaders } from './list-request.ts';

/** The server has answered with an error in place of its list: one without tools need not have any. */
export class ListRefused extends Fault {
  readonly refusal: ErrorMessage;

  constructor(refusal: ErrorMessage) {
    super('upstream_invalid', 'The server refused tools/list.', refusal.bytes.toString('utf8', 0, 1024));
    this.name = 'ListRefused';
    this.refusal = refusal;
  }

  /** It says that it knows no such method, and so has no tools. */
  get isForWantOfTools(): boolean {
    return this.refusal.code === -32601;
  }
}

/** One table for each server and principal: what a server lists may depend on who asks. */
export function tableKey({ grant, access }: Pick<Caller, 'grant' | 'access'>): string {
  const { slug } = access.server.config;
  let ofGrant = keys.get(grant);
  if (ofGrant === undefined) {
    ofGrant = new Map();
    keys.set(grant, ofGrant);
  }
  let key = ofGrant.get(slug);
  if (key === undefined) {
    key = `${slug}/${grant.principal.grant.id}`;
    ofGrant.set(slug, key);
  }
  return key;
}

/** Put together once: every call looks its table up, and a text that is new must be joined and hashed for that. */
const keys = new WeakMap<Grant, Map<string, string>>();

/** The id of the grant in a {@link tableKey}; a slug has no slash. */
export function grantOf(key: string): string {
  return key.slice(key.indexOf('/') + 1);
}

/**
 * The server's whole list of tools, all pages.
 *
 * @throws ListRefused when the server answers with an error; another Fault when it cannot be read, or has no end
 */
export async function readToolTable(
  session: Pick<Session, 'connection' | 'revision' | 'declared'>,
): Promise<ToolTable> {
  const { upstream } = await session.connection.open();
  const pages: Slice[] = [];
  let cursor: Params = [];
  let size = 0;
  for (let page = 0; page < listCaps.pages; page++) {
    const method = 'tools/list';
    const result = await askUpstream(upstream, method, ownParams(session, cursor), plainHeaders(session, method));
    if (result.kind === 'error') throw new ListRefused(result);
    size += result.bytes.length;
    if (size > listCaps.bytes) {
      throw new Fault('upstream_invalid', `The server's list of tools has more than ${listCaps.bytes} bytes.`);
    }
    const tools = result.members.get('tools');
    if (tools === undefined) throw new Fault('upstream_invalid', 'The server gave a list without tools.');
    pages.push({ bytes: result.bytes, span: tools });
    const next = result.members.get('nextCursor');
    if (stringAt(result.bytes, next) === undefined || next === undefined) return readTools(pages);
    cursor = [['cursor', { bytes: result.bytes, span: next }]];
  }
  throw new Fault('upstream_invalid', `The server's list of tools has more than ${listCaps.pages} pages.`);
}
