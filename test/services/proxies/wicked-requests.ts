import { block, continuation, data, endHeaders, endStream, type Frame, headers, padded } from './h2-client.ts';

type Field = readonly [name: string, value: string];

/** What a request is made of: a call of its own, and where a second one is to be hidden, that one as HTTP/1.1. */
export interface Parts {
  readonly path: string;
  /** Token, session, content type. */
  readonly fields: readonly Field[];
  /** The body whose call everybody sees. */
  readonly body: string;
  /** A whole request of HTTP/1.1 with another call. */
  readonly hidden: string;
}

/** One way to have two readers see two things in a request of HTTP/2 (threats B79). */
export interface WickedRequest {
  readonly what: string;
  frames(parts: Parts): readonly Frame[];
}

const pseudo = ({ path }: Parts): readonly Field[] => [
  [':method', 'POST'],
  [':scheme', 'https'],
  [':authority', 'gateway.example.com'],
  [':path', path],
];

const head = (fields: readonly Field[], more = 0): Frame => ({
  type: headers,
  flags: endHeaders | more,
  payload: block(fields),
});
const body = (text: string, flags: number = endStream): Frame => ({
  type: data,
  flags,
  payload: Buffer.from(text, 'latin1'),
});
const length = (text: string): Field => ['content-length', String(text.length)];

/** A request that nobody reads in two ways. */
export function soundRequest(parts: Parts): readonly Frame[] {
  return [head([...pseudo(parts), ...parts.fields, length(parts.body)]), body(parts.body)];
}

/** The sound one with fields more. */
const withFields = (what: string, fields: (parts: Parts) => readonly Field[]): WickedRequest => ({
  what,
  frames: (parts) => [
    head([...pseudo(parts), ...parts.fields, length(parts.body), ...fields(parts)]),
    body(parts.body),
  ],
});

/** The sound one with a pseudo-header changed. */
const withPseudo = (what: string, name: string, value: (parts: Parts) => string | undefined): WickedRequest => ({
  what,
  frames: (parts) => {
    const changed = pseudo(parts).flatMap(([each, old]): readonly Field[] => {
      const now = each === name ? value(parts) : old;
      return now === undefined ? [] : [[each, now]];
    });
    return [head([...changed, ...parts.fields, length(parts.body)]), body(parts.body)];
  },
});

/** Its own framing: the fields that say where the body ends, and what is sent as the body. */
const framed = (what: string, fields: (parts: Parts) => readonly Field[], sent: (parts: Parts) => string) => ({
  what,
  frames: (parts: Parts) => [head([...pseudo(parts), ...parts.fields, ...fields(parts)]), body(sent(parts))],
});

const behind = ({ body: own, hidden }: Parts): string => `${own}${hidden}`;
const chunked = ({ body: own, hidden }: Parts): string => `${own.length.toString(16)}\r\n${own}\r\n0\r\n\r\n${hidden}`;

export const wickedRequests: readonly WickedRequest[] = [
  // Where the body ends.
  framed('a length that is less than what is sent', ({ body: own }) => [length(own)], behind),
  framed(
    'a length that is more than what is sent',
    (parts) => [length(behind(parts))],
    ({ body: own }) => own,
  ),
  framed('no length, and a request behind the body', () => [], behind),
  framed('a length of nought', () => [['content-length', '0']], behind),
  framed('two lengths', (parts) => [length(parts.body), length(behind(parts))], behind),
  framed(
    'two lengths in one field',
    (parts) => [['content-length', `${parts.body.length}, ${behind(parts).length}`]],
    behind,
  ),
  framed('a length with a sign', ({ body: own }) => [['content-length', `+${own.length}`]], behind),
  framed('a length with a space in front', ({ body: own }) => [['content-length', ` ${own.length}`]], behind),
  framed('a length in hexadecimal', ({ body: own }) => [['content-length', `0x${own.length.toString(16)}`]], behind),
  framed('a length that is negative', () => [['content-length', '-1']], behind),
  framed('a length that is empty', () => [['content-length', '']], behind),
  framed('chunked, with chunks', () => [['transfer-encoding', 'chunked']], chunked),
  framed('chunked and a length', (parts) => [['transfer-encoding', 'chunked'], length(chunked(parts))], chunked),
  framed('a length and chunked', (parts) => [length(chunked(parts)), ['transfer-encoding', 'chunked']], chunked),
  framed('chunked in capitals', () => [['transfer-encoding', 'CHUNKED']], chunked),
  framed('chunked behind a tab', () => [['transfer-encoding', '\tchunked']], chunked),
  framed('two codings', () => [['transfer-encoding', 'gzip, chunked']], chunked),
  framed(
    'a coding hidden in another field',
    (parts) => [['x', 'a\r\ntransfer-encoding: chunked'], length(chunked(parts))],
    chunked,
  ),
  framed(
    'a length hidden in another field',
    (parts) => [['x', `a\r\ncontent-length: ${parts.body.length}`], length(behind(parts))],
    behind,
  ),
  {
    what: 'a body in many frames, the hidden request in frames of its own',
    frames: (parts) => [
      head([...pseudo(parts), ...parts.fields, length(parts.body)]),
      ...Array.from(parts.body, (each) => body(each, 0)),
      body(parts.hidden),
    ],
  },
  {
    what: 'the hidden request in the padding of a frame',
    frames: (parts) => {
      const padding = Buffer.from(parts.hidden.slice(0, 255), 'latin1');
      const payload = Buffer.concat([Buffer.from([padding.length]), Buffer.from(parts.body), padding]);
      const framing = head([...pseudo(parts), ...parts.fields, length(parts.body)]);
      return [framing, { type: data, flags: endStream | padded, payload }];
    },
  },
  {
    what: 'data behind the end of the stream',
    frames: (parts) => [...soundRequest(parts), body(parts.hidden)],
  },
  // Fields that end a head, or begin another.
  withFields('a request in a value', ({ hidden }) => [['x', `a\r\n\r\n${hidden}`]]),
  withFields('a request in a value, behind bare line feeds', ({ hidden }) => [['x', `a\n\n${hidden}`]]),
  withFields('a request in a value, behind bare returns', ({ hidden }) => [['x', `a\r\r${hidden}`]]),
  withFields('a request in a name', ({ hidden }) => [[`x: a\r\n\r\n${hidden}`, 'a']]),
  withFields('another token in a value', () => [['x', 'a\r\nAuthorization: Bearer tg_other']]),
  withFields('a folded value', () => [['x', 'a\r\n b']]),
  withFields('NUL in a value', () => [['x', 'a\0b']]),
  withFields('a name with a colon', () => [['x:y', 'a']]),
  withFields('a name with a space', () => [['content-length ', '0']]),
  withFields('a name in capitals', () => [['Content-Length', '0']]),
  withFields('an empty name', () => [['', 'a']]),
  withFields('a value with spaces around', () => [['x', '  a  ']]),
  withFields('bytes beyond ASCII in a value', () => [['x', 'caf\u00e9']]),
  withFields('connection: keep-alive', () => [['connection', 'keep-alive']]),
  withFields('connection: content-length', () => [['connection', 'content-length']]),
  withFields('connection: mcp-session-id', () => [['connection', 'mcp-session-id']]),
  withFields('upgrade: h2c', () => [
    ['upgrade', 'h2c'],
    ['http2-settings', 'AAMAAABkAAQAAP__'],
  ]),
  withFields('te: chunked', () => [['te', 'chunked']]),
  withFields('expect: 100-continue', () => [['expect', '100-continue']]),
  withFields('two tokens', () => [['authorization', 'Bearer tg_other']]),
  withFields('two sessions', () => [['mcp-session-id', 'other']]),
  withFields('a host that is another than the authority', () => [['host', 'localhost']]),
  withFields('two hosts', () => [
    ['host', 'gateway.example.com'],
    ['host', 'localhost'],
  ]),
  withFields('a method to take instead', () => [['x-http-method-override', 'DELETE']]),
  withFields('an address of its own making', () => [
    ['x-forwarded-for', '203.0.113.9'],
    ['forwarded', 'for=203.0.113.9'],
  ]),
  withFields('a pseudo-header behind the others', () => [[':path', '/mcp/other']]),
  withFields('an unknown pseudo-header', () => [[':protocol', 'websocket']]),
  // The line that HTTP/1.1 begins with.
  withPseudo(
    'a request in the path',
    ':path',
    ({ path, hidden }) => `${path} HTTP/1.1\r\nHost: localhost\r\n\r\n${hidden}`,
  ),
  withPseudo('a version in the path', ':path', ({ path }) => `${path} HTTP/1.1`),
  withPseudo('a URL as the path', ':path', ({ path }) => `http://localhost${path}`),
  withPseudo('a path with a fragment', ':path', ({ path }) => `${path}#x`),
  withPseudo('a path with dots', ':path', ({ path }) => `/x/..${path}`),
  withPseudo('a path with a coded slash', ':path', ({ path }) => path.replace('/mcp/', '/mcp%2f')),
  withPseudo('a path with a tab', ':path', ({ path }) => `${path}\t`),
  withPseudo('no path', ':path', () => undefined),
  withPseudo('an empty path', ':path', () => ''),
  withPseudo('a request in the method', ':method', ({ path }) => `GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\nPOST`),
  withPseudo('a method with a space', ':method', ({ path }) => `POST ${path} HTTP/1.1 POST`),
  withPseudo('a method in small letters', ':method', () => 'post'),
  withPseudo('CONNECT', ':method', () => 'CONNECT'),
  withPseudo('a request in the authority', ':authority', ({ hidden }) => `localhost\r\n\r\n${hidden}`),
  withPseudo('a path in the authority', ':authority', () => 'localhost/mcp/other?'),
  withPseudo('somebody in front of the authority', ':authority', () => 'other@gateway.example.com'),
  withPseudo('no authority', ':authority', () => undefined),
  withPseudo('a URL in the scheme', ':scheme', () => 'https://localhost/mcp/other?'),
  {
    what: 'two paths',
    frames: (parts) => [
      head([...pseudo(parts), [':path', '/mcp/other'], ...parts.fields, length(parts.body)]),
      body(parts.body),
    ],
  },
  // Behind the body, and between frames.
  {
    what: 'trailers that frame anew',
    frames: (parts) => [
      head([...pseudo(parts), ...parts.fields]),
      body(parts.body, 0),
      head(
        [
          ['content-length', '0'],
          ['transfer-encoding', 'chunked'],
          ['mcp-session-id', 'other'],
        ],
        endStream,
      ),
    ],
  },
  {
    what: 'a request in a trailer',
    frames: (parts) => [
      head([...pseudo(parts), ...parts.fields]),
      body(parts.body, 0),
      head([['x', `a\r\n\r\n${parts.hidden}`]], endStream),
    ],
  },
  {
    what: 'a pseudo-header in the trailers',
    frames: (parts) => [
      head([...pseudo(parts), ...parts.fields]),
      body(parts.body, 0),
      head([[':path', '/mcp/other']], endStream),
    ],
  },
  {
    what: 'a head in pieces, cut within a field',
    frames: (parts) => {
      const whole = block([...pseudo(parts), ...parts.fields, length(parts.body)]);
      const cut = whole.length - 5;
      return [
        { type: headers, payload: whole.subarray(0, cut) },
        { type: continuation, flags: endHeaders, payload: whole.subarray(cut) },
        body(parts.body),
      ];
    },
  },
  {
    what: 'a body within a head in pieces',
    frames: (parts) => {
      const whole = block([...pseudo(parts), ...parts.fields, length(parts.body)]);
      return [
        { type: headers, payload: whole.subarray(0, 40) },
        body(parts.hidden, 0),
        { type: continuation, flags: endHeaders, payload: whole.subarray(40) },
        body(parts.body),
      ];
    },
  },
];
