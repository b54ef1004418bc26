import { expect, test } from 'vitest';
import { eventLine } from '../../web/src/features/activity/event-line.ts';
import { moment } from '../../web/src/ui/format.ts';

const about = (detail: object): string => eventLine({ event: 'any', time: 1, detail }, null).about;
const time = Date.UTC(2026, 0, 2, 3, 4);

test.each([
  [{ expiresAt: time }, `expires ${moment(time)}`],
  [{ overlapUntil: time }, `both tokens until ${moment(time)}`],
  [{ grant_name: 'ci', server: 'github', tool: null }, 'grant ci · server github'],
  [{ level: 'full', retentionMs: 7 * 86_400_000 }, 'level full · kept for 7 days'],
  [{ retentionMs: 90 * 60_000 }, 'kept for 90 minutes'],
  [{ retentionMs: 3_600_000 }, 'kept for 1 hour'],
  [{ retentionMs: 1_500 }, 'kept for 1.5 seconds'],
  [{ servers: { github: 'read only', files: 'strict' } }, 'servers github: read only, files: strict'],
  [{ credentials: ['authorization', 'x-key'], twoPerson: true }, 'credentials authorization, x-key · two persons yes'],
  [{ tools: [{ tool: 'a', isNew: false }], members: [] }, 'tools tool: a, is new: no · members none'],
  [{ grant: '0123456789abcdef0123456789abcdef', label: 'alice', owner: '' }, 'label alice'],
  [{ removed: 0, from: { name: null } }, 'removed 0 · from name: none'],
  [{ url: 'https://a.example', settings: {} }, 'URL https://a.example · settings none'],
  [{ kind: 'all', grant_name: null, server: null, tool: null, reason: 'drill' }, 'everything · reason drill'],
  [{ kind: 'grant', grant_name: 'ci', server: null, tool: null }, 'grant ci'],
  [{ kind: 'tool', grant_name: null, server: 'github', tool: 'drop' }, 'server github · tool drop'],
  [{ name: 'on-call', kind: 'webhook' }, 'name on-call · kind webhook'],
])('what changed is told in words: %j', (detail, told) => {
  expect(about(detail)).toBe(told);
});

test.each([
  [{ kind: 'user', id: 'u' }, 'Ada', 'Ada'],
  [{ kind: 'user', id: 'u' }, null, 'a former member'],
  [{ kind: 'api_key', id: 'k' }, null, 'a former API key'],
  [{ kind: 'operator', id: 'operator' }, null, 'operator'],
  [{ kind: 'system', id: 'system' }, null, 'the gateway'],
  [{ kind: 'anonymous', id: 'anonymous' }, null, 'ada@example.com'],
  [undefined, null, 'the gateway'],
])('who did it: %j, called %j', (actor, name, told) => {
  expect(eventLine({ event: 'any', time: 1, detail: { actor, email: 'ada@example.com' } }, name).by).toBe(told);
});
