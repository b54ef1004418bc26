import type { LookupAddress } from 'node:dns';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { unexpected } from '../../test/support/unexpected.ts';
import { statusOf } from '../../test/support/upstreams/status-of.ts';
import { AddressRefused, type Resolve } from './guarded-connect.ts';
import { type OriginOptions, openOrigin as open } from './open-origin.ts';
import type { Origin } from './origin.ts';

let server: Server;
let port: number;
let connections = 0;

beforeAll(async () => {
  server = createServer((request, response) => {
    if (request.url === '/redirect') response.writeHead(302, { location: '/' }).end();
    else response.end('reached');
  });
  server.on('connection', () => {
    connections += 1;
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  port = (server.address() as AddressInfo).port;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const clock = { monotonic: () => performance.now() };
const openOrigin = (url: URL, options: Omit<OriginOptions, 'clock' | 'fault'>) =>
  open(url, { ...options, clock, fault: unexpected });
const timeouts = { connectMs: 2_000, firstByteMs: 2_000, idleMs: 2_000 };

function answering(...addresses: string[]): Resolve {
  const found: LookupAddress[] = addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
  return (_hostname, resolved) => resolved(null, found);
}

/** @returns the status, or the error of the dial */
/** @returns the status, or the error of the dial */
async function get(origin: Origin, path = '/'): Promise<number | Error> {
  const result = await statusOf(origin, path).catch((error: Error) => error);
  await origin.destroy();
  return result;
}

/** threats B76: every spelling that the WHATWG parser leads to an address of the inside. */
const literals = `
  127.0.0.1 127.1 127.0.1 0x7f.1 0x7f000001 2130706433 017700000001 0177.0.0.1 127.0.0.1. ①②⑦.0.0.1 １２７.0.0.1
  127。0。0。1 %31%32%37.0.0.1 0 0.0.0.0 0x0 10.0.0.1 012.0.0.1 172.16.0.1 192.168.1.1 0xc0a80101 3232235777 169.254.169.254
  0xa9fea9fe 2852039166 169.254.43518 100.100.100.200 168.63.129.16 192.0.0.192 198.18.0.1 224.0.0.1 255.255.255.255
  [::1] [::] [0:0:0:0:0:0:0:1] [::ffff:127.0.0.1] [::ffff:7f00:1] [::ffff:a9fe:a9fe] [0:0:0:0:0:ffff:10.0.0.1] [::127.0.0.1]
  [64:ff9b::7f00:1] [64:ff9b::169.254.169.254] [64:ff9b:1::1] [2002:7f00:1::] [2002:a00:1::1] [2001:0:a00:1::1]
  [fc00::1] [fd00:ec2::254] [fe80::1] [fec0::1] [ff02::1] [2001:db8::1] [100::1] [5f00::1]
`
  .trim()
  .split(/\s+/);

describe('openOrigin', () => {
  it.each(literals)('does not dial http://%s', async (literal) => {
    const before = connections;
    expect(
      await get(openOrigin(new URL(`http://${literal}:${port}/`), { allowPrivate: false, timeouts })),
    ).toBeInstanceOf(AddressRefused);
    expect(connections).toBe(before);
  });

  it.each([
    ['one private address', ['127.0.0.1']],
    ['a private address after a public one', ['93.184.216.34', '127.0.0.1']],
    ['a private address before a public one', ['127.0.0.1', '93.184.216.34']],
    ['a public A and a private AAAA', ['93.184.216.34', '::1']],
    ['a mapped address', ['::ffff:127.0.0.1']],
    ['a zone', ['fe80::1%lo']],
    ['nothing', []],
  ])('does not dial a name that resolves to %s', async (_what, addresses) => {
    const before = connections;
    const url = new URL(`http://inside.example:${port}/`);
    const origin = openOrigin(url, { allowPrivate: false, timeouts, resolve: answering(...addresses) });
    expect(await get(origin)).toBeInstanceOf(AddressRefused);
    expect(connections).toBe(before);
  });

  it.each(['localhost', 'localhost.', 'LOCALHOST'])('does not dial %s as the system resolves it', async (name) => {
    const before = connections;
    const result = await get(openOrigin(new URL(`http://${name}:${port}/`), { allowPrivate: false, timeouts }));
    expect(result).toBeInstanceOf(Error);
    expect(connections).toBe(before);
  });

  it('dials what it checked: the resolver is asked once, and a name that answers differently later gains nothing', async () => {
    let questions = 0;
    const rebinding: Resolve = (_hostname, resolved) => {
      questions += 1;
      resolved(null, [{ address: questions === 1 ? '127.0.0.1' : '127.0.0.2', family: 4 }]);
    };
    const url = new URL(`http://rebinding.example:${port}/`);
    expect(await get(openOrigin(url, { allowPrivate: true, timeouts, resolve: rebinding }))).toBe(200);
    expect(questions).toBe(1);
  });

  it('dials what is private where the operator said so', async () => {
    const url = new URL(`http://127.0.0.1:${port}/`);
    expect(await get(openOrigin(url, { allowPrivate: true, timeouts }))).toBe(200);
    const named = new URL(`http://inside.example:${port}/`);
    expect(await get(openOrigin(named, { allowPrivate: true, timeouts, resolve: answering('127.0.0.1') }))).toBe(200);
  });

  it('hands a redirect back instead of following it', async () => {
    const url = new URL(`http://127.0.0.1:${port}/`);
    expect(await get(openOrigin(url, { allowPrivate: true, timeouts }), '/redirect')).toBe(302);
  });

  it('asks the resolver once for many connections at a time', async () => {
    let questions = 0;
    const resolve: Resolve = (_hostname, resolved) => {
      questions += 1;
      setImmediate(() => resolved(null, [{ address: '127.0.0.1', family: 4 }]));
    };
    const url = new URL(`http://inside.example:${port}/`);
    const origin = openOrigin(url, { allowPrivate: true, timeouts, resolve });
    const statuses = await Promise.all(Array.from({ length: 20 }, () => statusOf(origin)));
    expect(statuses).toEqual(statuses.map(() => 200));
    expect(questions).toBe(1);
    await origin.destroy();
  });

  it('gives up on a resolver that does not answer', async () => {
    const url = new URL(`http://inside.example:${port}/`);
    const silent: Resolve = () => {};
    const origin = openOrigin(url, { allowPrivate: false, timeouts: { ...timeouts, connectMs: 100 }, resolve: silent });
    expect(await get(origin)).toMatchObject({ code: 'UND_ERR_CONNECT_TIMEOUT' });
  });

  it.each(['ftp://example.com/', 'file:///etc/passwd', 'http://user@example.com/', 'https://u:p@example.com/'])(
    'refuses %s',
    (url) => expect(() => openOrigin(new URL(url), { allowPrivate: false, timeouts })).toThrow(TypeError),
  );
});
