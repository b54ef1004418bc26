/** What a document of ten thousand policies costs everybody else: nothing can be stopped while it is applied. */
import { DefaultQueryExecutor } from 'kysely';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openTestControl, type TestControl } from '../support/control.ts';

// The first one of them starts the thread that reads policies.
vi.setConfig({ testTimeout: 60_000 });

let plane: TestControl;
beforeEach(async () => {
  plane = await openTestControl();
});
afterEach(() => plane.close());

function apply(document: object, prune = false) {
  return plane.ask('POST', '/configuration/apply', { body: { document, prune } });
}

const many = (count: number, says: 'allow' | 'deny', more: object = {}) => ({
  policies: Object.fromEntries(
    Array.from({ length: count }, (_, i) => [`p${i}`, { text: `{"version":"1","default":"${says}"}`, ...more }]),
  ),
});

/** How often the database was asked while something was done. */
async function statements(work: () => Promise<{ readonly status: number; readonly body: unknown }>): Promise<number> {
  const asked = vi.spyOn(DefaultQueryExecutor.prototype, 'executeQuery');
  try {
    const { status, body } = await work();
    expect([status, body]).toEqual([200, expect.anything()]);
    return asked.mock.calls.length;
  } finally {
    asked.mockRestore();
  }
}

const shown = async (name: string) => (await plane.ask('GET', `/policies/${name}`)).body as Record<string, unknown>;

describe('many policies at once', () => {
  const count = 1_000;
  const few = count / 5;

  it('are made, changed and taken away by few statements', async () => {
    expect(await statements(() => apply(many(count, 'allow')))).toBeLessThan(few);
    expect(await statements(() => apply(many(count, 'deny')))).toBeLessThan(few);
    expect(await statements(() => apply({}, true))).toBeLessThan(few);
    const left = await plane.control.sql.selectFrom('policy').select('id').where('removed_at', 'is', null).execute();
    expect(left).toEqual([]);
    // They go on with their own versions when they come again.
    expect(await statements(() => apply(many(count, 'allow')))).toBeLessThan(few);
    expect(await shown('p999')).toMatchObject({ activeVersion: 3, latestVersion: 3 });
  });

  // More than one part of each size, and of each what can be different: new, changed, with a draft, the same text.
  it('are what each of them alone would have been', async () => {
    const alone = async (name: string, text: string, activate: boolean) =>
      (await plane.ask('PUT', `/policies/${name}`, { body: { text, activate } })).body as object;
    const first = await alone('p3', '{"version":"1","default":"allow"}', true);
    await alone('p4', '{"version":"1","default":"deny"}', false);
    await alone('p5', '{"version":"1","default":"allow"}', true);
    await alone('p5', '{"version":"1","default":"deny"}', false);
    expect(first).toMatchObject({ saved: true, activation: { state: 'active', version: 1 } });
    expect((await apply(many(234, 'deny', { description: 'all', observe: true }))).status).toBe(200);
    const versions = (active: number) => ({ activeVersion: active, latestVersion: active });
    const now = { description: 'all', observe: true, confirmed: false };
    for (const [name, active] of [
      ...['p0', 'p4', 'p123', 'p233'].map((name) => [name, 1] as const),
      ['p3', 2],
      ['p5', 2],
    ] as const) {
      expect(await shown(name)).toMatchObject({ ...now, ...versions(active) });
    }
    const log = await plane.control.sql
      .selectFrom('policy_activation')
      .innerJoin('policy', 'policy.id', 'policy_activation.policy_id')
      .select(['policy.name', 'seq', 'version', 'policy_activation.observe'])
      .where('policy.name', 'in', ['p3', 'p4'])
      .orderBy('policy.name')
      .orderBy('seq')
      .execute();
    expect(log).toEqual([
      { name: 'p3', seq: 1, version: 1, observe: 0 },
      { name: 'p3', seq: 2, version: 2, observe: 1 },
      { name: 'p4', seq: 1, version: 1, observe: 1 },
    ]);
    const events = await plane.control.sql.selectFrom('event').select('name').orderBy('seq').execute();
    const told = (name: string) => events.filter((event) => event.name === name).length;
    expect([told('policy.save'), told('policy.activated')]).toEqual([234 + 4, 234 + 2]);
    const reader = await plane.reader();
    const verified = await reader.verify(plane.control.keys, []);
    await reader.close();
    expect(verified).toMatchObject({ findings: [] });
  });

  it('wait for a second person where a server wants two, each of them', async () => {
    const two = { url: 'https://two.example/mcp', twoPerson: true };
    await apply({ servers: { one: { url: 'https://one.example/mcp' } }, ...many(150, 'allow') });
    const opens = Object.fromEntries(Array.from({ length: 120 }, (_, i) => [`g${i}`, { servers: { one: `p${i}` } }]));
    await apply({ grants: opens });
    await apply({ servers: { one: two } });
    expect((await apply(many(150, 'deny'))).status).toBe(200);
    const proposed = await plane.control.sql
      .selectFrom('policy_proposal')
      .innerJoin('policy', 'policy.id', 'policy_proposal.policy_id')
      .select(['policy.name', 'version'])
      .execute();
    expect(new Set(proposed.map(({ name }) => name))).toEqual(new Set(Object.keys(opens).map((g) => `p${g.slice(1)}`)));
    expect(await shown('p0')).toMatchObject({ activeVersion: 1, latestVersion: 2 });
    expect(await shown('p149')).toMatchObject({ activeVersion: 2, latestVersion: 2 });
  });

  it('stay where one of them is of a grant', async () => {
    await apply({ servers: { a: { url: 'https://a.example/mcp' } }, ...many(150, 'allow') });
    await apply({ grants: { g: { servers: { a: 'p140' } } } });
    const { servers } = (await plane.ask('GET', '/configuration')).body as { servers: object };
    const kept = { servers, grants: { g: { servers: { a: 'p140' } } } };
    expect(await apply(kept, true)).toMatchObject({ status: 409, body: { title: expect.stringContaining('p140') } });
    expect(await shown('p0')).toMatchObject({ activeVersion: 1 });
  });
});
