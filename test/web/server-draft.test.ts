import { expect, test } from 'vitest';
import {
  changesOf,
  draftOf,
  moves,
  type Server,
  type ServerDraft,
} from '../../web/src/features/servers/server-draft.ts';

const server: Server = {
  origin: 'stored',
  id: '0'.repeat(32),
  slug: 'github',
  name: 'GitHub',
  transport: 'http',
  url: 'https://api.example.com/mcp',
  credentials: ['header:authorization', 'header:x-team', 'query'],
  customCa: true,
  timeouts: { connectMs: 1_500, firstByteMs: 60_000, idleMs: 300_000 },
  caps: { body: 1_024, response: 1_024, depth: 4, nodes: 100 },
  maxConcurrency: 4,
  allowPrivate: false,
  pinned: true,
  trusted: false,
  twoPerson: false,
  health: null,
  createdBy: null,
  createdAt: null,
  updatedAt: null,
};
const draft = draftOf(server);
const [authorization, team] = draft.headers;
if (authorization === undefined || team === undefined) throw new Error('the draft has no headers');

test.each<[string, Partial<ServerDraft>, object]>([
  ['nothing', {}, {}],
  ['a name', { name: 'Code' }, { name: 'Code' }],
  ['a switch', { pinned: false }, { pinned: false }],
  [
    'a new value',
    { headers: [{ ...authorization, value: 'Bearer b' }, team] },
    { headers: { authorization: 'Bearer b' } },
  ],
  ['a header less', { headers: [authorization, { ...team, state: 'removed' }] }, { headers: { 'x-team': null } }],
  [
    'a header more',
    { headers: [...draft.headers, { id: 2, name: ' X-New ', value: 'v', state: 'added' }] },
    { headers: { 'X-New': 'v' } },
  ],
  [
    'a header that was named and not given',
    { headers: [{ id: 2, name: 'x', value: '', state: 'added' }] },
    { headers: { x: '' } },
  ],
  [
    'one of the times, with the two others as they are',
    { timeouts: { ...draft.timeouts, idleMs: '2.5' } },
    { timeouts: { idleMs: 2_500 } },
  ],
  ['no limit', { maxConcurrency: '' }, { maxConcurrency: null }],
  ['another limit', { maxConcurrency: '8' }, { maxConcurrency: 8 }],
  ['the certificates of the system', { trust: 'system', ca: 'typed before' }, { ca: null }],
  ['other certificates', { trust: 'own', ca: 'pem' }, { ca: 'pem' }],
])('of a server is sent what is changed: %s', (_, change, sent) => {
  expect(changesOf(server, { ...draft, ...change })).toEqual(sent);
});

test.each([
  ['https://api.example.com/other?key=1', false],
  ['https://api.example.com:8443/mcp', true],
  ['http://api.example.com/mcp', true],
  ['https://api.example.net/mcp', true],
  ['https://', false],
])('whether its origin is another one: %s, %s', (url, moved) => {
  expect(moves(server, url)).toBe(moved);
});
