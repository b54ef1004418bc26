import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ResponseFault } from './response-fault.ts';
import { ResponseParser } from './response-parser.ts';

/** What a listener hears of bytes that come in the given pieces; the pieces of a body put together. */
function heard(pieces: readonly Buffer[], { close = false, bodiless = false, most = 16_384 } = {}): unknown[] {
  const events: unknown[] = [];
  let body = '';
  const parser = new ResponseParser(
    {
      head: (status, headers) => events.push([status, { ...headers }]),
      data: (chunk) => {
        body += chunk.toString('latin1');
      },
      end: (reusable) => void events.push(body, reusable),
    },
    most,
  );
  parser.expect(bodiless);
  try {
    for (const piece of pieces) void parser.push(piece);
    if (close) void parser.close();
  } catch (error) {
    if (!(error instanceof ResponseFault)) throw error;
    events.push(error.code);
  }
  return events;
}

const of = (text: string, options?: Parameters<typeof heard>[1]) => heard([Buffer.from(text, 'latin1')], options);
const ok = 'HTTP/1.1 200 OK\r\n';

describe('a response', () => {
  it.each<[string, string, unknown[]]>([
    ['with a length', `${ok}Content-Length: 2\r\n\r\nhi`, [[200, { 'content-length': '2' }], 'hi', true]],
    ['of no length', `${ok}Content-Length: 0\r\n\r\n`, [[200, { 'content-length': '0' }], '', true]],
    [
      'in chunks, with an extension and a trailer',
      `${ok}Transfer-Encoding: Chunked\r\n\r\n2;a=b\r\nhi\r\nA\r\n0123456789\r\n0\r\nx: y\r\n\r\n`,
      [[200, { 'transfer-encoding': 'Chunked' }], 'hi0123456789', true],
    ],
    ['that closes', `${ok}connection: Close\r\ncontent-length: 0\r\n\r\n`, [expect.anything(), '', false]],
    ['of HTTP/1.0', 'HTTP/1.0 200 OK\r\ncontent-length: 0\r\n\r\n', [expect.anything(), '', false]],
    ['without a reason', 'HTTP/1.1 204\r\n\r\n', [[204, {}], '', true]],
    ['that says nothing by its status', 'HTTP/1.1 304 x\r\ncontent-length: 9\r\n\r\n', [expect.anything(), '', true]],
    [
      'after interim ones',
      `HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 x\r\na: b\r\n\r\n${ok}content-length: 0\r\n\r\n`,
      [expect.anything(), '', true],
    ],
    [
      'with a field twice',
      `${ok}etag: 1\r\nETag:2 \r\netag:\t3\r\ncontent-length: 0\r\n\r\n`,
      [[200, { etag: ['1', '2', '3'], 'content-length': '0' }], '', true],
    ],
    [
      'with fields that nobody reads',
      `${ok}__proto__: 1\r\nlength: 2\r\nserver-timing: 3\r\ncontent-length: 0\r\n\r\n`,
      [[200, { 'content-length': '0' }], '', true],
    ],
  ])('%s', (_, text, events) => expect(of(text)).toEqual(events));

  it('to HEAD has no body', () => expect(of(`${ok}content-length: 5\r\n\r\n`, { bodiless: true })).toHaveLength(3));

  it('without a length ends with the connection', () => {
    expect(of(`${ok}\r\nhi`)).toEqual([[200, {}]]);
    expect(of(`${ok}\r\nhi`, { close: true })).toEqual([[200, {}], 'hi', false]);
  });

  it.each([
    ['before its head', ''],
    ['inside its head', ok],
    ['inside its body', `${ok}content-length: 3\r\n\r\nhi`],
    ['before its last chunk', `${ok}transfer-encoding: chunked\r\n\r\n2\r\nhi\r\n`],
  ])('that is cut off %s is broken', (_, text) => expect(of(text, { close: true }).at(-1)).toBe('broken'));

  it.each([
    ['another protocol', 'SSH-2.0-OpenSSH\r\n\r\n'],
    ['HTTP/2', 'HTTP/2.0 200 OK\r\n\r\n'],
    ['a status of two digits', 'HTTP/1.1 20 OK\r\n\r\n'],
    ['a status and more', 'HTTP/1.1 2000 OK\r\n\r\n'],
    ['a control character in the reason', 'HTTP/1.1 200 O\u0001K\r\n\r\n'],
    ['a change of protocol', 'HTTP/1.1 101 x\r\n\r\n'],
    ['bare line feeds', 'HTTP/1.1 200 OK\ncontent-length: 0\n\n\r\n\r\n'],
    ['a bare carriage return in a value', `${ok}a: b\rc: d\r\n\r\n`],
    ['a fold', `${ok}a: b\r\n c\r\n\r\n`],
    ['a space before the colon', `${ok}a : b\r\n\r\n`],
    ['a field without a name', `${ok}: b\r\n\r\n`],
    ['a field without a colon', `${ok}a\r\n\r\n`],
    ['two lengths', `${ok}content-length: 1\r\ncontent-length: 1\r\n\r\na`],
    ['a list of lengths', `${ok}content-length: 1, 1\r\n\r\na`],
    ['a negative length', `${ok}content-length: -1\r\n\r\na`],
    ['a length in hexadecimal', `${ok}content-length: 0x1\r\n\r\na`],
    ['a blank before a length that is none', `${ok}content-length: \u00a01\r\n\r\na`],
    ['a blank behind a length that is none', `${ok}content-length: 1\u00a0\r\n\r\na`],
    ['a length beyond counting', `${ok}content-length: 9999999999999999\r\n\r\na`],
    ['a length and chunks', `${ok}content-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`],
    ['another coding', `${ok}transfer-encoding: gzip, chunked\r\n\r\n0\r\n\r\n`],
    ['chunks said twice', `${ok}transfer-encoding: chunked\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`],
    ['chunks in HTTP/1.0', 'HTTP/1.0 200 OK\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n'],
    ['a chunk without a size', `${ok}transfer-encoding: chunked\r\n\r\n\r\n`],
    ['a signed size', `${ok}transfer-encoding: chunked\r\n\r\n+1\r\na\r\n`],
    ['a size with a space before it', `${ok}transfer-encoding: chunked\r\n\r\n 1\r\na\r\n`],
    ['a chunk longer than its size', `${ok}transfer-encoding: chunked\r\n\r\n1\r\nab\r\n`],
    ['an endless extension', `${ok}transfer-encoding: chunked\r\n\r\n1;${'x'.repeat(5_000)}`],
    ['endless trailers', `${ok}transfer-encoding: chunked\r\n\r\n0\r\n${'a: b\r\n'.repeat(2_000)}`],
    ['an endless head', ok + 'a: b\r\n'.repeat(4_000)],
    ['too many fields', `${ok}${'a:\r\n'.repeat(300)}\r\n`],
    ['endless interim responses', 'HTTP/1.1 100 x\r\n\r\n'.repeat(1_000)],
    ['bytes behind its end', `${ok}content-length: 0\r\n\r\nHTTP/1.1 200 OK\r\n\r\n`],
  ])('with %s is refused', (_, text) => expect(of(text).at(-1)).toBe('malformed'));
});

it('means the same however it is cut into pieces', () => {
  const texts = [
    `HTTP/1.1 100 x\r\n\r\n${ok}a: b\r\ncontent-length: 11\r\n\r\nhello\r\n\r\n0\r`,
    `${ok}transfer-encoding: chunked\r\n\r\n5;x\r\nab\r\nc\r\n0b\r\n12345678901\r\n0\r\nt: 1\r\n\r\n`,
    `${ok}\r\nuntil the end`,
    `${ok}transfer-encoding: chunked\r\n\r\n1\r\nab\r\n`,
    `${ok}content-length: 1\r\n\r\nab`,
  ];
  const cuts = fc.array(fc.nat(120), { maxLength: 12 });
  fc.assert(
    fc.property(fc.constantFrom(...texts), cuts, (text, places) => {
      const bytes = Buffer.from(text, 'latin1');
      const at = [0, ...places.map((place) => place % bytes.length).sort((a, b) => a - b), bytes.length];
      const pieces = at.slice(1).map((end, index) => bytes.subarray(at[index], end));
      expect(heard(pieces, { close: true })).toEqual(heard([bytes], { close: true }));
    }),
  );
});

it('does not look at a piece again that its listener has given away', () => {
  const ends: boolean[] = [];
  const parser = new ResponseParser(
    {
      head: () => {},
      data: (chunk) => {
        const { buffer } = chunk;
        if (buffer instanceof ArrayBuffer && buffer.byteLength === chunk.length) buffer.transfer(0);
      },
      end: (reusable) => void ends.push(reusable),
    },
    16_384,
  );
  const read = (text: string): Buffer => Buffer.from(Uint8Array.from(Buffer.from(text)).buffer);
  for (const pieces of [
    [`${ok}Content-Length: 6\r\n\r\n`, 'abc', 'def'],
    [`${ok}Transfer-Encoding: chunked\r\n\r\n3\r\n`, 'abc', '\r\n3\r\nde', 'f', '\r\n0\r\n\r\n'],
  ]) {
    parser.expect(false);
    for (const piece of pieces) void parser.push(read(piece));
  }
  expect(ends).toEqual([true, true]);
  expect(() => parser.push(read('more'))).toThrow(ResponseFault);
});
