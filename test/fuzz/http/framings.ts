import type { Random } from '../../reference/generate/random.ts';

/** How a body may be framed: header lines, and the bytes that follow the head. */
export interface Framed {
  readonly lines: readonly string[];
  readonly bytes: string;
}

type Framing = (body: string, random: Random) => Framed;

const sized = (name: string, of: (body: string) => string): Framing => {
  return (body) => ({ lines: [`${name}${of(body)}`], bytes: body });
};
const length = (body: string): string => String(body.length);

/** A body in pieces. @param size writes a chunk's size line, without its line end */
function chunked(
  body: string,
  random: Random,
  size: (length: number) => string = (n) => n.toString(16),
  last = '0\r\n\r\n',
): string {
  let wire = '';
  for (let at = 0; at < body.length; ) {
    const to = Math.min(body.length, at + 1 + random.int(random.chance(0.5) ? 200 : 24));
    wire += `${size(to - at)}\r\n${body.slice(at, to)}\r\n`;
    at = to;
  }
  return wire + last;
}

const inChunks =
  (
    lines: readonly string[],
    size?: (length: number) => string,
    last?: string,
    edit: (wire: string) => string = (wire) => wire,
  ): Framing =>
  (body, random) => ({ lines, bytes: edit(chunked(body, random, size, last)) });
const te = 'Transfer-Encoding: chunked';
const hex = (n: number): string => n.toString(16);

/** Framings that RFC 9112 knows, in all their spellings. */
export const sound: readonly Framing[] = [
  sized('Content-Length: ', length),
  sized('Content-Length: ', length),
  sized('content-length:', length),
  sized('CONTENT-LENGTH:\t ', (body) => `${body.length} \t`),
  sized('Content-Length: 000', length),
  inChunks([te]),
  inChunks(['transfer-ENCODING:Chunked']),
  inChunks([te], (n) => hex(n).toUpperCase().padStart(6, '0')),
  inChunks([te], (n) => `${hex(n)};a=b;c="d;e"`),
  inChunks([te], undefined, '0\r\nX-Trailer: 1\r\n\r\n'),
  inChunks([te], undefined, '0\r\nMcp-Session-Id: x\r\nAuthorization: Bearer x\r\n\r\n'),
  inChunks([te, 'Trailer: X-Trailer'], undefined, '000\r\n\r\n'),
];

/** Framings that two readers read in two ways: the heart of smuggling. What stands behind one may be the body, or a request. */
export const doubtful: readonly Framing[] = [
  // CL.TE and TE.CL, in either order and with either in the right.
  (body, random) => ({ lines: [`Content-Length: ${body.length}`, te], bytes: chunked(body, random) }),
  (body, random) => ({ lines: [te, `Content-Length: ${body.length}`], bytes: chunked(body, random) }),
  (body) => ({ lines: [`Content-Length: ${body.length}`, te], bytes: body }),
  (body) => ({ lines: ['Content-Length: 5', te], bytes: `0\r\n\r\n${body}` }),
  (body) => ({ lines: ['Content-Length: 0', te], bytes: body }),
  // TE.TE: one of them in disguise.
  ...[
    'Transfer-Encoding: xchunked',
    'Transfer-Encoding : chunked',
    'Transfer-Encoding:\x0bchunked',
    'Transfer-Encoding: chunked\x0b',
    'Transfer-Encoding: "chunked"',
    'Transfer-Encoding: chunked, identity',
    'Transfer-Encoding: identity, chunked',
    'Transfer-Encoding: gzip, chunked',
    'Transfer-Encoding: chunked;q=1',
    'Transfer-Encoding: , chunked',
    'Transfer-Encoding: chunked,',
    'Transfer-Encoding: chu\u00edked',
    'X: x\nTransfer-Encoding: chunked',
    'X: x\rTransfer-Encoding: chunked',
    'X: x\r\n Transfer-Encoding: chunked',
    'Transfer-Encoding:\r\n chunked',
    'Transfer_Encoding: chunked',
    'Transfer-Encoding',
    'Transfer-Encoding: identity',
    'Transfer\x00-Encoding: chunked',
    'Transfer-Encoding: chunked\r\nTransfer-Encoding: identity',
    'Transfer-Encoding: identity\r\nTransfer-Encoding: chunked',
  ].flatMap((line): Framing[] => [
    (body, random) => ({ lines: [line], bytes: chunked(body, random) }),
    (body) => ({ lines: [`Content-Length: ${body.length}`, line], bytes: body }),
    (body, random) => ({ lines: [line, 'Content-Length: 4'], bytes: chunked(body, random) }),
  ]),
  // CL.CL, and lengths that are none.
  (body) => ({ lines: [`Content-Length: ${body.length}`, 'Content-Length: 0'], bytes: body }),
  (body) => ({ lines: ['Content-Length: 0', `Content-Length: ${body.length}`], bytes: body }),
  ...['+', '-', '0x', ' 1 ', '0,', '0, ', '1e0', '"', '\u00b2', '\x0b'].map((before) =>
    sized(`Content-Length: ${before}`, length),
  ),
  ...[', 0', ',0', '.0', ';', ' 0', 'abc', '\r\n 0', '\x00', '_0'].map((behind) =>
    sized('Content-Length: ', (body) => `${body.length}${behind}`),
  ),
  sized('Content-Length : ', length),
  sized('Content_Length: ', length),
  sized('Content-Length: ', (body) => String(BigInt(body.length) + 2n ** 64n)),
  sized('Content-Length: ', (body) => String(BigInt(body.length) + 2n ** 32n)),
  sized('X: ', (body) => `x\nContent-Length: ${body.length}`),
  // A length beside what is there: the rest is another request, or part of this one.
  sized('Content-Length: ', (body) => String(Math.max(0, body.length - 7))),
  sized('Content-Length: ', (body) => String(body.length + 11)),
  sized('Content-Length: ', () => '0'),
  (body) => ({ lines: [], bytes: body }),
  // Chunks.
  inChunks([te], (n) => `0x${hex(n)}`),
  inChunks([te], (n) => `+${hex(n)}`),
  inChunks([te], (n) => `-${hex(n)}`),
  inChunks([te], (n) => ` ${hex(n)}`),
  inChunks([te], (n) => `${hex(n)} `),
  inChunks([te], (n) => `${hex(n)}\t`),
  inChunks([te], (n) => `${hex(n)} ; ext`),
  inChunks([te], (n) => `${hex(n)};a\nb`),
  inChunks([te], (n) => `${hex(n)};a\rb`),
  inChunks([te], (n) => `${hex(n)}\r;`),
  inChunks([te], (n) => `${hex(n)};${'x'.repeat(300)}`),
  inChunks([te], (n) => `1${'0'.repeat(16)}${hex(n)}`),
  inChunks([te], (n) => `${hex(n)}_`),
  inChunks([te], (n) => hex(n + 2)),
  inChunks([te], (n) => hex(Math.max(1, n - 1))),
  inChunks([te], undefined, undefined, (wire) => wire.replaceAll('\r\n', '\n')),
  inChunks([te], undefined, undefined, (wire) => wire.replace('\r\n', '\n')),
  inChunks([te], undefined, undefined, (wire) => wire.replace('\r\n', '\r')),
  inChunks([te], undefined, undefined, (wire) => wire.replaceAll('\r\n', 'XX')),
  inChunks([te], undefined, '0\r\nContent-Length: 9\r\n\r\n'),
  inChunks([te], undefined, '0\r\nTransfer-Encoding: chunked\r\n\r\n'),
  inChunks([te], undefined, '0\r\n'),
  inChunks([te], undefined, '0\n\n'),
  inChunks([te], undefined, '0\r\nX'),
  inChunks([te], undefined, '0\r\nX: 1\n\r\n'),
  inChunks([te], undefined, '0\r\n X: 1\r\n\r\n'),
  inChunks([te], undefined, '0\r\nX : 1\r\n\r\n'),
  inChunks([te], undefined, ''),
];
