import { ResponseFault } from './response-fault.ts';

/** What is read of a response's fields, by whom ever; of the others only the form is looked at. */
const names = [
  'connection',
  'content-encoding',
  'content-length',
  'content-type',
  'date',
  'etag',
  'keep-alive',
  'mcp-session-id',
  'retry-after',
  'transfer-encoding',
] as const;
type Name = (typeof names)[number];

/** What stands there more than once is a list. */
export type ResponseHeaders = Readonly<Record<Name, string | string[] | undefined>>;

/** What the head of a response says of its body and its connection. */
export interface ResponseHead {
  readonly status: number;
  readonly headers: ResponseHeaders;
  /** Bytes; `undefined` where the head does not say. */
  readonly length: number | undefined;
  readonly chunked: boolean;
  /** The server lets the connection be used again. */
  readonly persistent: boolean;
}

/** A status line and fields, each with a name, and a value without control characters. One run over the whole head costs a third of one for each field. */
const form =
  /^HTTP\/1\.([01]) [1-9][0-9]{2}(?: [\t\x20-\x7e\x80-\xff]*)?(?:\r\n[!#$%&'*+\-.^_`|~0-9A-Za-z]+:[\t\x20-\x7e\x80-\xff]*)*$/;
const decimal = /^[0-9]{1,15}$/;
const closing = /(?:^|[\t ,])close(?:[\t ,]|$)/i;
const mostFields = 256;
const none = Object.fromEntries(names.map((name) => [name, undefined])) as ResponseHeaders;
const byLength = names.reduce<Name[][]>((all, name) => {
  all[name.length] = [...(all[name.length] ?? []), name];
  return all;
}, []);

/**
 * @param head the status line and the fields, latin1, without the empty line that ends them
 * @throws ResponseFault `malformed`
 */
export function readResponseHead(head: string): ResponseHead {
  if (!form.test(head)) throw malformed('no status line, or a malformed field');
  const headers: Record<Name, string | string[] | undefined> = { ...none };
  let count = 0;
  for (let at = head.indexOf('\r\n'); at !== -1; count += 1) {
    if (count === mostFields) throw malformed('too many fields');
    const colon = head.indexOf(':', at + 2);
    const next = head.indexOf('\r\n', colon);
    const name = nameOf(head, at + 2, colon);
    if (name !== undefined) {
      const value = trimmed(head, colon + 1, next === -1 ? head.length : next);
      const before = headers[name];
      headers[name] = before === undefined ? value : [before, value].flat();
    }
    at = next;
  }
  const isHttp11 = head[7] === '1';
  const length = lengthOf(headers);
  const chunked = isChunked(headers);
  if (chunked && (length !== undefined || !isHttp11)) throw malformed('chunks where there can be none');
  const persistent = isHttp11 && !closes(headers);
  return { status: Number(head.slice(9, 12)), headers, length, chunked, persistent };
}

function nameOf(head: string, start: number, end: number): Name | undefined {
  const alike = byLength[end - start];
  if (alike === undefined) return undefined;
  const lower = head.slice(start, end).toLowerCase();
  for (const name of alike) if (name === lower) return name;
  return undefined;
}

/** Less the spaces and tabs around it, and nothing else that could be taken for white space. */
function trimmed(head: string, from: number, to: number): string {
  let [start, end] = [from, to];
  while (start < end && isBlank(head.charCodeAt(start))) start += 1;
  while (end > start && isBlank(head.charCodeAt(end - 1))) end -= 1;
  return head.slice(start, end);
}

function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x09;
}

function lengthOf({ 'content-length': length }: ResponseHeaders): number | undefined {
  if (length === undefined) return undefined;
  if (typeof length !== 'string' || !decimal.test(length)) throw malformed('an unclear length');
  return Number(length);
}

function isChunked({ 'transfer-encoding': coding }: ResponseHeaders): boolean {
  if (coding === undefined) return false;
  if (typeof coding === 'string' && coding.toLowerCase() === 'chunked') return true;
  throw malformed('an unknown transfer coding');
}

function closes({ connection }: ResponseHeaders): boolean {
  return connection !== undefined && closing.test(String(connection));
}

function malformed(what: string): ResponseFault {
  return new ResponseFault('malformed', what);
}
