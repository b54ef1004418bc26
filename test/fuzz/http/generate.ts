import type { Random } from '../../reference/generate/random.ts';
import { mutate } from '../bytes.ts';
import { doubtful, sound } from './framings.ts';
import { markOf } from './seen-request.ts';

/** One server behind the gateway, and what a client needs to call it in a session. */
export interface Target {
  readonly slug: string;
  readonly headers: readonly string[];
}

/** What a client sends on one connection, and in which pieces. */
export interface ClientStream {
  readonly bytes: Buffer;
  readonly pieces: readonly Buffer[];
  /** Nothing in it is meant to be refused. */
  readonly isSound: boolean;
}

const values = ['1', '"x"', '"\\r\\n\\r\\n0\\r\\n\\r\\n"', '{"a":[1,2]}'];
const oddLines = [
  'Expect: 100-continue',
  'Expect: 100-Continue',
  'Expect: 200-ok',
  'Connection: keep-alive',
  'Connection: close',
  'Connection: Upgrade\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__',
  'Connection: Upgrade\r\nUpgrade: websocket',
  'Connection: Content-Length',
  'Connection: Transfer-Encoding',
  'TE: trailers',
  'Trailer: Content-Length',
  'X-HTTP-Method-Override: GET',
  'Max-Forwards: 0',
  'X: \u00e9',
  'X: a\x00b',
  'X: a\r\n b',
  'X: a\r\n\tContent-Length: 0',
  ' X: a',
  'X : a',
  ': a',
  'X',
  'Host: localhost',
  'Host: other',
  'X: a\nHost: localhost',
];
const oddTargets = [
  (path: string) => `http://localhost${path}`,
  (path: string) => `http://other.example${path}`,
  (path: string) => `//localhost${path}`,
  (path: string) => `${path}?a=b`,
  (path: string) => `${path} `,
  (path: string) => ` ${path}`,
  (path: string) => `${path}#x`,
  (path: string) => `/x/..${path}`,
  (path: string) => path.replace('/mcp/', '/mcp%2f'),
  (path: string) => `${path}\x0b`,
  () => '*',
];
const oddVersions = [
  'HTTP/1.0',
  'HTTP/1.0',
  'HTTP/1.2',
  'HTTP/0.9',
  'HTTP/2.0',
  'http/1.1',
  'HTTP/1.1 ',
  'HTTP/01.1',
  '',
];
const oddMethods = ['GET', 'PUT', 'post', 'HEAD', 'DELETE', 'CONNECT', 'POST\t', 'OPTIONS', 'TRACE'];

/**
 * One to four requests behind one another. In half of the streams all are sound, however oddly they are written; in the
 * others a framing, a line, a target or the bytes themselves are made to be read in two ways, and a whole request lies
 * where one reader sees a body and another does not.
 *
 * @param seed names the stream; every call in it bears it in its mark
 */
export function generateStream(seed: number, random: Random, targets: readonly Target[]): ClientStream {
  const isSound = random.chance(0.5);
  let calls = 0;
  const call = (): string => {
    const args = `{"${markOf(seed, calls++)}":${random.chance(0.1) ? `"wicked ${random.int(16)}"` : random.pick(values)}}`;
    // Nobody may call `kill`: that it is not forwarded is part of what is compared.
    const name = random.chance(0.1) ? 'kill' : 'echo';
    return `{"jsonrpc":"2.0","id":"${seed}.${calls}","method":"tools/call","params":{"name":"${name}","arguments":${args}}}`;
  };
  const request = (body: string, odd: boolean): string => {
    const { slug, headers } = random.pick(targets);
    const framing = random.pick(odd && random.chance(0.6) ? doubtful : sound);
    const { lines, bytes } = framing(body, random);
    const path = `/mcp/${slug}`;
    const target = odd && random.chance(0.15) ? random.pick(oddTargets)(path) : path;
    const version = odd && random.chance(0.1) ? random.pick(oddVersions) : 'HTTP/1.1';
    const method = odd && random.chance(0.08) ? random.pick(oddMethods) : 'POST';
    const host = odd && random.chance(0.05) ? [] : ['Host: localhost'];
    const extra = odd && random.chance(0.4) ? [random.pick(oddLines)] : [];
    // One that is understood would end the session of all that follow.
    const own = method === 'DELETE' ? headers.filter((line) => !line.startsWith('Mcp-Session-Id')) : headers;
    const all = shuffled([...host, ...own, ...lines, ...extra], random);
    return `${method} ${target} ${version}\r\n${all.join('\r\n')}\r\n\r\n${bytes}`;
  };
  const one = (): string => {
    const odd = !isSound && random.chance(0.7);
    const body = call();
    if (!odd) return (random.chance(0.1) ? '\r\n' : '') + request(body, false);
    switch (random.int(5)) {
      // A request inside of the body, behind it, in an extension of a chunk, or in a header.
      case 0:
        return request(`${body}${request(call(), false)}`, true);
      case 1:
        return `${request(body, true)}0\r\n\r\n${request(call(), false)}`;
      case 2:
        return request(body, true).replace('\r\n\r\n', `\r\nX: a\n\n${request(call(), false)}\r\n\r\n`);
      case 3:
        return `${request(body, true)}${random.pick(['\n', '\r', '\r\n\r\n', ' ', 'garbage\r\n\r\n', '\0'])}`;
      default:
        return request(body, true);
    }
  };
  let bytes = Buffer.from(random.several(1, 4, one).join(''), 'latin1');
  if (!isSound && random.chance(0.3)) bytes = mutate(bytes, bytes, random) as typeof bytes;
  return { bytes, pieces: cut(bytes, random), isSound };
}

function shuffled(lines: readonly string[], random: Random): readonly string[] {
  return lines
    .map((text) => ({ text, at: random.next() }))
    .sort((a, b) => a.at - b.at)
    .map(({ text }) => text);
}

/** Most streams come as one piece; some in several, with a cut at any byte. */
function cut(bytes: Buffer, random: Random): readonly Buffer[] {
  if (random.chance(0.7)) return [bytes];
  const cuts = [...random.several(1, 5, () => random.int(bytes.length))].sort((a, b) => a - b);
  return [0, ...cuts].map((from, i) => bytes.subarray(from, cuts[i] ?? bytes.length));
}
