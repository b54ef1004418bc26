import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { FrontDoorOptions } from '../../../src/edge/index.ts';
import { get, openTestDoor, type TestDoor } from './door.ts';
import { codeOf, exchangeRaw, statuses } from './raw-client.ts';

let at: TestDoor;
beforeAll(async () => {
  at = await openTestDoor();
});
afterAll(() => at.door.close(0));

let other: TestDoor | undefined;
afterEach(async () => {
  await other?.door.close(0);
  other = undefined;
});

/** What a request with this Host, and this Origin, is answered with. */
async function ask(host: string, origin?: string, options?: Partial<FrontDoorOptions>): Promise<string> {
  other = options === undefined ? undefined : await openTestDoor(options);
  const { port } = other ?? at;
  const lines = origin === undefined ? [] : [`Origin: ${origin}`];
  return exchangeRaw(port, get(lines).replace('Host: localhost', `Host: ${host.replaceAll('PORT', String(port))}`));
}

describe('B77: hosts', () => {
  test.each(['localhost', 'LOCALHOST', 'localhost:PORT', '127.0.0.1:PORT', '[::1]:PORT', 'localhost:1'])(
    '%s is ours',
    async (host) => {
      expect(statuses(await ask(host))).toEqual([200]);
    },
  );
  test.each([
    'evil.example',
    'evil.example:PORT',
    'localhost.evil',
    'evil.localhost',
    'localhost.',
    'localhost@evil.example',
    'evil.example@localhost',
    'localhost:PORT:1',
    'localhost:',
    'localhost:x',
    'localhost:99999',
    'localhost:-1',
    'localhost/',
    'localhost, evil.example',
    '127.0.0.2',
    '127.1',
    '2130706433',
    '0x7f.1',
    '0.0.0.0',
    '::1',
    '[::1',
    '[::ffff:127.0.0.1]',
    'http://localhost',
    'xn--localhost',
  ])('%s is not', async (host) => {
    const before = at.seen.length;
    const answer = await ask(host);
    expect(statuses(answer)).toEqual([403]);
    expect(codeOf(answer)).toBe('forbidden');
    expect(at.seen).toHaveLength(before);
  });
  test('an empty one is refused, and so is a request without any', async () => {
    expect(statuses(await exchangeRaw(at.port, get().replace('Host: localhost\r\n', '')))).toEqual([400]);
    expect(statuses(await exchangeRaw(at.port, get().replace('Host: localhost', 'Host:')))).toEqual([403]);
    expect(statuses(await exchangeRaw(at.port, 'GET /healthz HTTP/1.0\r\n\r\n'))).toEqual([400]);
  });
  test('the operator adds names: with any port, or with one', async () => {
    const allowedHosts = ['gw.internal', 'exact.internal:8080'];
    expect(statuses(await ask('gw.internal', undefined, { allowedHosts }))).toEqual([200]);
    expect(statuses(await ask('gw.internal:1', undefined, { allowedHosts }))).toEqual([200]);
    expect(statuses(await ask('exact.internal:8080', undefined, { allowedHosts }))).toEqual([200]);
    expect(statuses(await ask('exact.internal:8081', undefined, { allowedHosts }))).toEqual([403]);
    expect(statuses(await ask('exact.internal', undefined, { allowedHosts }))).toEqual([403]);
  });
  test('a bind to every address admits the address that was dialled, and not 0.0.0.0', async () => {
    const options = { host: '0.0.0.0', insecure: true };
    expect(statuses(await ask('127.0.0.1:PORT', undefined, options))).toEqual([200]);
    expect(statuses(await ask('0.0.0.0:PORT', undefined, options))).toEqual([403]);
    expect(statuses(await ask('10.1.2.3:PORT', undefined, options))).toEqual([403]);
  });
});

describe('B77: origins', () => {
  test('none, and our own, may call', async () => {
    expect(statuses(await ask('localhost:PORT'))).toEqual([200]);
    const own = `http://localhost:${at.port}`;
    expect(statuses(await ask('localhost:PORT', own))).toEqual([200]);
  });
  test.each([
    'null',
    'http://evil.example',
    'http://localhost.evil',
    'http://localhost:1',
    'https://localhost',
    'http://localhost/',
    'http://user@localhost',
    'HTTP://localhost',
    'file://',
    'chrome-extension://abcdef',
    '//localhost',
    'localhost',
    '',
    'http://localhost, http://evil.example',
  ])('%j may not', async (origin) => {
    const answer = await ask('localhost', origin);
    expect(statuses(answer)).toEqual([403]);
    expect(codeOf(answer)).toBe('forbidden');
    expect(answer).not.toMatch(/access-control/i);
  });
  test('with an https public URL, the same name over http is foreign', async () => {
    const options = { publicUrl: 'https://gw.example' };
    expect(statuses(await ask('gw.example', 'https://gw.example', options))).toEqual([200]);
    expect(statuses(await ask('gw.example', 'http://gw.example', options))).toEqual([403]);
  });
});

describe('CORS is for listed origins only, and never with credentials', () => {
  const options = { allowedOrigins: ['https://app.example'] };
  test('an answer may be read', async () => {
    const answer = await ask('localhost', 'https://app.example', options);
    expect(statuses(answer)).toEqual([200]);
    expect(answer).toContain('Access-Control-Allow-Origin: https://app.example\r\n');
    expect(answer).toContain('Vary: Origin\r\n');
    expect(answer).not.toMatch(/allow-credentials/i);
  });
  const preflight = (origin: string) =>
    get([`Origin: ${origin}`, 'Access-Control-Request-Method: POST'], '/mcp/x', 'OPTIONS');
  test('a preflight is answered', async () => {
    other = await openTestDoor(options);
    const answer = await exchangeRaw(other.port, preflight('https://app.example'));
    expect(statuses(answer)).toEqual([204]);
    expect(answer).toContain('Access-Control-Allow-Methods: POST, GET, DELETE\r\n');
    expect(other.seen).toEqual([]);
  });
  test('a preflight from elsewhere is not, nor is our own', async () => {
    other = await openTestDoor(options);
    expect(statuses(await exchangeRaw(other.port, preflight('https://evil.example')))).toEqual([403]);
    expect(statuses(await exchangeRaw(other.port, preflight('http://localhost')))).toEqual([405]);
  });
});
