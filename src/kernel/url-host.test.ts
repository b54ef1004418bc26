import { expect, it } from 'vitest';
import { urlHost } from './url-host.ts';

it.each([
  ['127.0.0.1', '127.0.0.1'],
  ['::1', '[::1]'],
  ['fe80::1%eth0', '[fe80::1]'],
  ['::ffff:10.0.0.1', '10.0.0.1'],
  ['GW.internal', 'gw.internal'],
  ['0.0.0.0', 'localhost'],
  ['::', 'localhost'],
  ['0:0:0:0:0:0:0:0', 'localhost'],
])('who listens on %s is reached at %s', (address, host) => {
  expect(urlHost(address)).toBe(host);
  expect(new URL(`http://${urlHost(address)}:1`).hostname).toBe(host);
});
