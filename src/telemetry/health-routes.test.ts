import { afterEach, expect, test } from 'vitest';
import { type FrontDoor, openFrontDoor } from '../edge/index.ts';
import { healthRoutes, type Probe } from './health-routes.ts';

let door: FrontDoor | undefined;
afterEach(() => door?.close(0));

async function get(path: string, probes: readonly Probe[], method = 'GET') {
  door = await openFrontDoor({ host: '127.0.0.1', port: 0 }, healthRoutes(probes));
  const response = await fetch(`http://127.0.0.1:${door.address.port}${path}`, { method });
  return [response.status, await response.text()] as const;
}

const failing: Probe = { name: 'journal', ready: () => false };
const throwing: Probe = {
  name: 'snapshot',
  ready: () => {
    throw new Error('not for the public');
  },
};

test('alive, whatever the probes say', async () => {
  expect(await get('/healthz', [failing])).toEqual([200, '{"status":"ok"}']);
});

test('ready when every probe is', async () => {
  expect(await get('/readyz', [{ name: 'journal', ready: () => true }])).toEqual([200, '{"status":"ready"}']);
});

test('not ready: 503 with the names of what fails and nothing else', async () => {
  const body = '{"status":"not ready","failing":["journal","snapshot"]}';
  expect(await get('/readyz', [failing, throwing, { name: 'other', ready: () => true }])).toEqual([503, body]);
});

test('HEAD answers without a body', async () => {
  expect(await get('/readyz', [failing], 'HEAD')).toEqual([503, '']);
});
