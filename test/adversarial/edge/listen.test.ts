import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { connect as tlsConnect } from 'node:tls';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import { type FrontDoorOptions, isLoopback, ListenError, listenFault, openFrontDoor } from '../../../src/edge/index.ts';
import { get, openTestDoor, type TestDoor } from './door.ts';
import { exchangeRaw } from './raw-client.ts';

const fixture = (name: string) => fileURLToPath(new URL(`fixtures/${name}`, import.meta.url));
const tls = { cert: fixture('test-only-cert.pem'), key: fixture('test-only-key.pem') };

let at: TestDoor | undefined;
afterEach(async () => {
  await at?.door.close(0);
  at = undefined;
});

describe('a bind that others can reach', () => {
  test.each(['0.0.0.0', '::', '192.0.2.1', 'gateway.internal', '::ffff:192.0.2.1', '128.0.0.1'])(
    '%s needs encryption',
    (host) => {
      expect(isLoopback(host)).toBe(false);
      expect(listenFault({ host })).toContain(`refusing to listen on ${host} without encryption`);
      expect(listenFault({ host, publicUrl: 'http://gw.example' })).toBeDefined();
      expect(listenFault({ host, publicUrl: 'https://gw.example' })).toBeUndefined();
      expect(listenFault({ host, tls })).toBeUndefined();
      expect(listenFault({ host, insecure: true })).toBeUndefined();
    },
  );
  test.each(['127.0.0.1', '127.8.9.1', '::1', 'localhost', '::ffff:127.0.0.1'])('%s does not', (host) => {
    expect(listenFault({ host })).toBeUndefined();
  });
});

describe('what goes wrong is said in one sentence', () => {
  const wrong: readonly (readonly [string, Partial<FrontDoorOptions>, string])[] = [
    ['an open bind', { host: '0.0.0.0' }, 'without encryption'],
    ['an address of another machine', { host: '192.0.2.1', insecure: true }, 'this machine has no such address'],
    ['no certificate', { tls: { ...tls, cert: '/nowhere.pem' } }, 'cannot read the TLS certificate /nowhere.pem'],
    ['a host that is none', { allowedHosts: ['a b'] }, '"a b" is no host name'],
    ['an origin with a path', { allowedOrigins: ['https://a.example/'] }, 'is no web origin'],
    ['a proxy that is no address', { trustedProxies: ['10.0.0.0/33'] }, 'neither an address nor a CIDR range'],
  ];
  test.each(wrong)('%s', async (_name, options, message) => {
    const opening = openFrontDoor({ host: '127.0.0.1', port: 0, ...options }, []);
    await expect(opening).rejects.toThrow(ListenError);
    await expect(opening).rejects.toThrow(message);
  });
  test('a port that is taken', async () => {
    at = await openTestDoor();
    const opening = openFrontDoor({ host: '127.0.0.1', port: at.port }, []);
    await expect(opening).rejects.toThrow(`cannot listen on 127.0.0.1:${at.port}: the port is taken`);
  });
});

describe('TLS', () => {
  const ca = readFileSync(tls.cert);
  const ask = async (port: number) => {
    const call = request({ host: '127.0.0.1', port, path: '/healthz', ca, agent: false });
    call.end();
    const [response] = (await once(call, 'response')) as [{ statusCode: number; resume(): void }];
    response.resume();
    return response.statusCode;
  };
  test('is spoken with the certificate of the operator', async () => {
    at = await openTestDoor({ tls });
    expect(await ask(at.port)).toBe(200);
  });
  test('counts connections as without it', async () => {
    at = await openTestDoor({ tls, limits: { connectionsPerAddress: 1 } });
    const { port } = at;
    const held = tlsConnect({ port, host: '127.0.0.1', ca });
    await once(held, 'secureConnect');
    await expect(ask(port)).rejects.toThrow();
    held.destroy();
    const again = async (): Promise<number> => ask(port).catch(again);
    expect(await again()).toBe(200);
  });
  test('is closed without waiting for whoever has said nothing since the handshake', async () => {
    at = await openTestDoor({ tls, limits: { headersMs: 3_600_000, bodyMs: 3_600_000 } });
    const ahead = tlsConnect({ port: at.port, host: '127.0.0.1', ca });
    await once(ahead, 'secureConnect');
    await ask(at.port);
    const ended = once(ahead, 'close');
    await at.door.close(3_600_000);
    ahead.resume();
    await ended;
  });
  test('below 1.2 is refused', async () => {
    at = await openTestDoor({ tls });
    const old = tlsConnect({
      port: at.port,
      host: '127.0.0.1',
      ca,
      maxVersion: 'TLSv1.1',
      minVersion: 'TLSv1',
      ciphers: 'DEFAULT@SECLEVEL=0',
    });
    const [error] = (await once(old, 'error')) as [Error];
    expect(error.message).toMatch(/version|protocol/i);
  });
  test('plain HTTP is not answered', async () => {
    at = await openTestDoor({ tls });
    expect(await exchangeRaw(at.port, get())).not.toContain('200');
    expect(at.seen).toEqual([]);
  });
});

describe('trusted proxies', () => {
  const seenFrom = async (forwarded: readonly string[], trustedProxies: readonly string[]) => {
    at = await openTestDoor({ trustedProxies });
    await exchangeRaw(at.port, get(forwarded.map((value) => `X-Forwarded-For: ${value}`)));
    return at.seen[0]?.address;
  };
  const proxies = ['127.0.0.1', '10.0.0.0/8', '2001:db8::/32'];
  const walks: readonly (readonly [string[], string[], string, string])[] = [
    [['203.0.113.9'], [], '127.0.0.1', 'nobody is trusted'],
    [['203.0.113.9'], ['192.0.2.0/24'], '127.0.0.1', 'somebody else is'],
    [['203.0.113.9'], proxies, '203.0.113.9', 'one hop'],
    [['203.0.113.9, 10.1.1.1'], proxies, '203.0.113.9', 'two hops'],
    [['1.1.1.1, 203.0.113.9'], proxies, '203.0.113.9', 'what the client adds on the left is not believed'],
    [['1.1.1.1', '203.0.113.9, 10.1.1.1'], proxies, '203.0.113.9', 'in two headers'],
    [['10.2.2.2, 10.1.1.1'], proxies, '10.2.2.2', 'all are proxies'],
    [['203.0.113.9, nonsense'], proxies, '127.0.0.1', 'no address: the walk ends'],
    [['203.0.113.9:1234'], proxies, '127.0.0.1', 'a port is no address'],
    [['0x7f.1'], proxies, '127.0.0.1', 'nor is another notation'],
    [['2001:DB8::1'], proxies, '2001:db8::1', 'IPv6, as it is written'],
    [['::ffff:203.0.113.9'], proxies, '203.0.113.9', 'IPv4 within IPv6'],
    [[''], proxies, '127.0.0.1', 'empty'],
    [[], proxies, '127.0.0.1', 'absent'],
  ];
  test.each(walks)('%j by %j is %s: %s', async (forwarded, trusted, address) => {
    expect(await seenFrom(forwarded, trusted)).toBe(address);
  });
});
