import { ResponseFault } from './response-fault.ts';
import type { ResponseHeaders } from './response-parser.ts';

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

const statusLine = /^HTTP\/1\.([01]) ([1-9][0-9]{2})(?: [\t\x20-\x7e\x80-\xff]*)?$/;
const field = /^([!#$%&'*+\-.^_`|~0-9A-Za-z]+):[\t ]*([\t\x20-\x7e\x80-\xff]*)$/;
const decimal = /^[0-9]{1,15}$/;
const mostFields = 256;

/**
 * @param head the status line and the fields, latin1, without the empty line that ends them
 * @throws ResponseFault `malformed`
 */
export function readResponseHead(head: string): ResponseHead {
  const firstEnd = head.indexOf('\r\n');
  const status = statusLine.exec(firstEnd === -1 ? head : head.slice(0, firstEnd));
  if (status === null) throw malformed('no status line');
  const headers: Record<string, string | string[]> = Object.create(null);
  let count = 0;
  for (let from = firstEnd; from !== -1; count++) {
    const next = head.indexOf('\r\n', from + 2);
    const match = field.exec(next === -1 ? head.slice(from + 2) : head.slice(from + 2, next));
    if (match === null || count === mostFields) throw malformed('a malformed field, or too many');
    const name = (match[1] ?? '').toLowerCase();
    const value = (match[2] ?? '').trimEnd();
    const before = headers[name];
    headers[name] = before === undefined ? value : [before, value].flat();
    from = next;
  }
  return { status: Number(status[2]), headers, ...framing(headers, status[1] === '1') };
}

function framing(headers: ResponseHeaders, isHttp11: boolean): Omit<ResponseHead, 'status' | 'headers'> {
  const length = headers['content-length'];
  const coding = headers['transfer-encoding'];
  if (length !== undefined && (typeof length !== 'string' || !decimal.test(length)))
    throw malformed('an unclear length');
  if (coding !== undefined) {
    if (typeof coding !== 'string' || coding.toLowerCase() !== 'chunked') throw malformed('an unknown transfer coding');
    if (length !== undefined || !isHttp11) throw malformed('chunks where there can be none');
  }
  const closes = /(?:^|[\t ,])close(?:[\t ,]|$)/i.test(String(headers.connection ?? ''));
  return {
    length: length === undefined ? undefined : Number(length),
    chunked: coding !== undefined,
    persistent: isHttp11 && !closes,
  };
}

function malformed(what: string): ResponseFault {
  return new ResponseFault('malformed', what);
}
