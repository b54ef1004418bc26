import type { Offence } from '../json/offence.ts';
import { nameAt, stringAt, valueAt } from '../json/read-span.ts';
import type { Scan, ScannedObject, Watch } from '../json/scan.ts';
import type { Span } from '../json/span.ts';
import { isLookAlike } from './look-alike.ts';
import type { Members, Message, RpcId, Unreadable } from './message.ts';
import { readId } from './read-id.ts';

const leaf: Watch = new Map();
const withMeta: Watch = new Map([['_meta', leaf]]);

/** The objects of an envelope that are read: the rest is content. */
export const envelope: Watch = new Map([
  ['params', withMeta],
  ['result', withMeta],
  ['error', leaf],
]);

const envelopeKeys: ReadonlySet<string> = new Set(['jsonrpc', 'id', 'method', 'params', 'result', 'error']);
const none: Members = new Map();

/**
 * Makes a message of a scanned text, or says why it is none.
 *
 * @param judged the message comes from a client and will be judged: members that no revision of the protocol knows in
 *   the envelope, and look-alikes of known ones in `params` and `params._meta`, are refused (threats B02)
 */
export function readEnvelope(bytes: Buffer, scanned: Scan | Offence, judged: boolean): Message | Unreadable {
  if (scanned.kind === 'offence') {
    const { code, message, offset } = scanned;
    return { kind: 'unreadable', rpc: -32700, code, message, offset, id: undefined };
  }
  const { root, span, ascii } = scanned;
  if (root === undefined) {
    return noMessage(bytes[span.start] === 0x5b ? 'batches are not accepted' : 'not an object', span.start, undefined);
  }
  const idSpan = root.members.get('id');
  const id = idSpan === undefined ? undefined : readId(bytes, idSpan, ascii);
  const fault = judged ? strangeKey(root) : undefined;
  if (fault !== undefined) return noMessage(fault.message, fault.offset, id);
  return shape(bytes, root, id, scanned);
}

/** The text is sound JSON but no JSON-RPC message. */
function noMessage(message: string, offset: number, id: RpcId | undefined): Unreadable {
  return { kind: 'unreadable', rpc: -32600, code: 'bad_request', message, offset, id };
}

function shape(
  bytes: Buffer,
  root: ScannedObject,
  id: RpcId | undefined,
  { span: { start }, longStrings, ascii }: Scan,
): Message | Unreadable {
  const { members } = root;
  const no = (message: string, key?: string): Unreadable =>
    noMessage(message, (key === undefined ? undefined : members.get(key)?.start) ?? start, id);

  if (nameAt(bytes, members.get('jsonrpc')) !== '2.0') return no('"jsonrpc" must be "2.0"', 'jsonrpc');
  const idSpan = members.get('id');
  const errorSpan = members.get('error');
  const idIsNull = idSpan !== undefined && bytes[idSpan.start] === 0x6e;
  if (idSpan !== undefined && id === undefined && !(idIsNull && errorSpan !== undefined)) {
    return no('"id" must be a string or an integer', 'id');
  }

  if (members.has('method')) {
    if (members.has('result') || errorSpan !== undefined) return no('both a request and an answer', 'method');
    const method = nameAt(bytes, members.get('method'));
    if (method === undefined) return no('"method" must be a string', 'method');
    const params = root.objects.get('params');
    if (params === undefined && members.has('params')) return no('"params" must be an object', 'params');
    if (!metaIsSound(params)) return no('"_meta" must be an object', 'params');
    const isNotification = method.startsWith('notifications/');
    const own = params?.members ?? none;
    const meta = metaOf(params);
    if (id !== undefined) {
      if (isNotification) return no('a notification has no "id"', 'id');
      return { kind: 'request', bytes, ascii, id, method, params: own, meta, longStrings };
    }
    if (!isNotification) return no('a request must have an "id"', 'method');
    return { kind: 'notification', bytes, ascii, method, params: own, meta };
  }

  if (members.has('params')) return no('"params" without "method"', 'params');
  const resultSpan = members.get('result');
  if (errorSpan !== undefined) {
    if (resultSpan !== undefined) return no('both a result and an error', 'error');
    const error = root.objects.get('error')?.members;
    const code = error?.get('code');
    if (stringAt(bytes, error?.get('message')) === undefined || code === undefined) {
      return no('"error" must be an object with "code" and "message"', 'error');
    }
    const number = valueAt(bytes, code);
    if (typeof number !== 'number' || !Number.isInteger(number)) {
      return no('the code of an error must be an integer', 'error');
    }
    return { kind: 'error', bytes, ascii, id, error: errorSpan, code: number };
  }
  if (resultSpan === undefined) return no('neither a request nor an answer');
  if (id === undefined) return no('an answer must have an "id"', 'result');
  const result = root.objects.get('result');
  if (result === undefined) return no('"result" must be an object', 'result');
  if (!metaIsSound(result)) return no('"_meta" must be an object', 'result');
  return { kind: 'result', bytes, ascii, id, result: resultSpan, members: result.members, meta: metaOf(result) };
}

function metaIsSound(object: ScannedObject | undefined): boolean {
  return object === undefined || object.objects.has('_meta') || !object.members.has('_meta');
}

function metaOf(object: ScannedObject | undefined): Members {
  return object?.objects.get('_meta')?.members ?? none;
}

/**
 * The first member that must not be there, if any. Every call pays for it: by keys alone, and where one of them stands is
 * looked up for the message, in half the time that pairs take (0.08 µs).
 */
function strangeKey(root: ScannedObject): { readonly message: string; readonly offset: number } | undefined {
  const at = (members: Members, key: string): number => (members.get(key) as Span).start;
  for (const key of root.members.keys()) {
    if (envelopeKeys.has(key)) continue;
    return { message: `unknown member ${quoted(key)} beside "jsonrpc"`, offset: at(root.members, key) };
  }
  const params = root.objects.get('params');
  for (const object of [params, params?.objects.get('_meta')]) {
    const members = object?.members ?? none;
    for (const key of members.keys()) {
      if (!isLookAlike(key)) continue;
      return { message: `${quoted(key)} could be taken for another member`, offset: at(members, key) };
    }
  }
  return undefined;
}

/** A key in an error message: short, and in ASCII. */
function quoted(key: string): string {
  return JSON.stringify(key.slice(0, 64)).replace(
    /[^ -~]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
