import { expect, it } from 'vitest';
import { linkHost } from './link-host.ts';

it.each([
  ['https://example.com/a?b#c', 'example.com'],
  ['HTTPS://Example.com', 'example.com'],
  ['https://example.com:443/', 'example.com'],
  ['http://localhost:8080/callback', 'localhost:8080'],
  ['http://[::1]:80/', '[::1]'],
  ['https://good.example@evil.example/', 'evil.example'],
  ['https://user:pass@evil.example:8443/', 'evil.example:8443'],
  ['https://xn--exmple-cua.com/', 'xn--exmple-cua.com'],
])('%j leads to %s', (url, host) => {
  expect(linkHost(url)).toBe(host);
});

it.each([
  'javascript:alert(1)',
  'javascript://good.example/%0Aalert(1)',
  'data:text/html,<script>1</script>',
  'file:///etc/passwd',
  'ssh://good.example/',
  'vscode://good.example/',
  'ws://good.example/',
  'https:evil.example',
  'https:/evil.example',
  'https:\\\\evil.example',
  'https:///evil.example',
  'https://good.example\\@evil.example/',
  'https://good.example\\.evil.example/',
  'https://a@good.example@evil.example/',
  'https://go\tod.example/',
  'https://u\n@evil.example/',
  ' https://good.example/',
  'https://good.example/\u0000',
  'https://ｇood.example/',
  'https://exämple.com/',
  'https://127.1/',
  'https://0x7f000001/',
  'https://good%2eexample/',
  'https://good.example:/',
  'https://good.example:00443/',
  'https://',
  'good.example',
  '',
])('%j is shown to nobody', (url) => {
  expect(linkHost(url)).toBeUndefined();
});
