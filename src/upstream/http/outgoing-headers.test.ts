import { expect, it } from 'vitest';
import { postHeaders } from './outgoing-headers.ts';

const session = { sessionId: undefined, protocolVersion: undefined };

function name(value: string): string | undefined {
  const flat = postHeaders([], session, { name: value });
  return flat[flat.indexOf('mcp-name') + 1];
}

it.each(['echo', 'file:///a b', 'x-=?y', '~', 'a\\b'])('sends %j as it is', (value) => expect(name(value)).toBe(value));

it.each([
  '',
  ' ',
  ' a',
  'a ',
  'a\tb',
  'a\nb',
  'a\r\nHost: evil',
  'a\0',
  'größe',
  '🐢',
  '=?base64?YQ==?=',
  '=?x',
  '\x7f',
])('sends %j in base64', (value) => {
  const sent = name(value) ?? '';
  expect(sent).toMatch(/^=\?base64\?[A-Za-z0-9+/]*=*\?=$/);
  expect(Buffer.from(sent.slice(9, -2), 'base64').toString('utf8')).toBe(value);
});

it('says what the session knows where the request does not', () => {
  const known = { sessionId: 's', protocolVersion: '2025-06-18' };
  expect(postHeaders(['x-key', 'v'], known, {})).toEqual(
    expect.arrayContaining(['x-key', 'v', 'mcp-protocol-version', '2025-06-18', 'mcp-session-id', 's']),
  );
  expect(postHeaders([], known, { protocolVersion: '2025-11-25' })).not.toContain('2025-06-18');
});
