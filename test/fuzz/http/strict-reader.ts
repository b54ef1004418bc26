import type { Reading, SeenRequest } from './seen-request.ts';

/**
 * Requests out of the bytes of a connection, by the letter of RFC 9112 and no more leniently than it must be. Written for
 * this campaign, byte by byte, and sharing nothing with the parsers that it is compared with.
 *
 * What the RFC leaves to a recipient is refused: no obs-fold (5.2), no bare CR or LF in a request (2.2), no space before a
 * colon (5.1), no Transfer-Encoding beside a Content-Length (6.1), no list of lengths (6.3), no transfer coding but
 * `chunked`. It looks at framing alone: which host is meant, say, changes nothing of where a request ends.
 */
export function readStrictly(bytes: Buffer): Reading {
  const requests: SeenRequest[] = [];
  let at = 0;
  let taken = 0;
  for (;;) {
    // Section 2.2: empty lines in front of a request line are ignored, and a line may end with LF alone there.
    while (bytes[at] === CR || bytes[at] === LF) at += 1;
    if (at >= bytes.length) return { requests, end: 'whole', taken };
    const next = request(bytes, at);
    if (typeof next === 'string') return { requests, end: next, taken };
    requests.push(next.request);
    at = next.end;
    taken = at;
    if (next.last) return { requests, end: at === bytes.length ? 'whole' : 'broken', taken };
  }
}

const CR = 0x0d;
const LF = 0x0a;
const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
/** Section 3: a recipient may divide it at whitespace, be it more than one blank. */
const requestLine = /^([!#$%&'*+\-.^_`|~0-9A-Za-z]+) +([\x21-\x7e\x80-\xff]+) +HTTP\/1\.([01])$/;
const fieldValue = /^[\t\x20-\x7e\x80-\xff]*$/;
type Fault = 'cut short' | 'broken';

interface Line {
  readonly text: string;
  readonly end: number;
}

/** A line and where the next begins: it ends with CR LF, and holds neither. */
function line(bytes: Buffer, from: number): Line | Fault {
  for (let at = from; at < bytes.length; at += 1) {
    if (bytes[at] === LF) return 'broken';
    if (bytes[at] !== CR) continue;
    if (at + 1 === bytes.length) return 'cut short';
    return bytes[at + 1] === LF ? { text: bytes.toString('latin1', from, at), end: at + 2 } : 'broken';
  }
  return 'cut short';
}

type Fields = ReadonlyMap<string, readonly string[]>;

function fields(bytes: Buffer, from: number): { readonly fields: Fields; readonly end: number } | Fault {
  const found = new Map<string, string[]>();
  for (let at = from; ; ) {
    const next = line(bytes, at);
    if (typeof next === 'string') return next;
    at = next.end;
    if (next.text === '') return { fields: found, end: at };
    const colon = next.text.indexOf(':');
    const name = next.text.slice(0, Math.max(colon, 0));
    const value = next.text.slice(colon + 1).replace(/^[ \t]+|[ \t]+$/g, '');
    if (!token.test(name) || !fieldValue.test(value)) return 'broken';
    const values = found.get(name.toLowerCase());
    if (values === undefined) found.set(name.toLowerCase(), [value]);
    else values.push(value);
  }
}

interface Next {
  readonly request: SeenRequest;
  readonly end: number;
  readonly last: boolean;
}

function request(bytes: Buffer, from: number): Next | Fault {
  const first = line(bytes, from);
  if (typeof first === 'string') return first;
  const [, method = '', target = '', minor] = requestLine.exec(first.text) ?? [];
  if (method === '' || method === 'CONNECT') return 'broken';
  const head = fields(bytes, first.end);
  if (typeof head === 'string') return head;
  const body = bodyOf(bytes, head.end, head.fields, minor === '1');
  if (typeof body === 'string') return body;
  const options = (head.fields.get('connection') ?? [])
    .join(',')
    .toLowerCase()
    .split(/[ \t]*,[ \t]*/);
  // Section 7.8 of RFC 9110 lets a server ignore an upgrade; what stands behind it may be another protocol then.
  const last =
    head.fields.has('upgrade') || options.includes('close') || (minor === '0' && !options.includes('keep-alive'));
  return { request: { method, target, body: body.body }, end: body.end, last };
}

/** RFC 9112, section 6.3. */
function bodyOf(bytes: Buffer, from: number, head: Fields, known: boolean): { body: Buffer; end: number } | Fault {
  const codings = head.get('transfer-encoding');
  const lengths = head.get('content-length');
  if (codings !== undefined) {
    const sound = known && lengths === undefined && codings.length === 1 && codings[0]?.toLowerCase() === 'chunked';
    return sound ? chunks(bytes, from) : 'broken';
  }
  if (lengths === undefined) return { body: Buffer.alloc(0), end: from };
  if (lengths.length > 1 || !/^[0-9]{1,15}$/.test(lengths[0] ?? '')) return 'broken';
  const end = from + Number(lengths[0]);
  return end > bytes.length ? 'cut short' : { body: bytes.subarray(from, end), end };
}

/** Section 7.1; extensions are any text after a semicolon (7.1.1), trailers are fields. */
function chunks(bytes: Buffer, from: number): { body: Buffer; end: number } | Fault {
  const body: Buffer[] = [];
  for (let at = from; ; ) {
    const size = line(bytes, at);
    if (typeof size === 'string') return size;
    const digits = /^([0-9A-Fa-f]{1,12})(?:[ \t]*;[\t\x20-\x7e\x80-\xff]*)?$/.exec(size.text)?.[1];
    if (digits === undefined) return 'broken';
    const length = Number.parseInt(digits, 16);
    if (length === 0) {
      const trailers = fields(bytes, size.end);
      return typeof trailers === 'string' ? trailers : { body: Buffer.concat(body), end: trailers.end };
    }
    const end = size.end + length;
    if (end + 2 > bytes.length) return 'cut short';
    if (bytes[end] !== CR || bytes[end + 1] !== LF) return 'broken';
    body.push(bytes.subarray(size.end, end));
    at = end + 2;
  }
}
