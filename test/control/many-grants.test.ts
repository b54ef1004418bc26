/** What a document of ten thousand grants costs everybody else: nothing can be stopped while it is applied. */
import { DefaultQueryExecutor } from 'kysely';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { tokenHash } from '../../src/identity/index.ts';
import { openTestControl, type TestControl } from '../support/control.ts';

// The first one of them starts the thread that reads policies.
vi.setConfig({ testTimeout: 60_000 });

let plane: TestControl;
beforeEach(async () => {
  plane = await openTestControl();
  const policies = {
    p: { text: '{"version":"1","default":"allow"}' },
    q: { text: '{"version":"1","default":"deny"}' },
  };
  await apply({ servers: { a: { url: 'https://a.example/mcp' } }, policies });
});
afterEach(() => plane.close());

interface Answer {
  readonly changes: readonly unknown[];
  readonly tokens: Readonly<Record<string, string>>;
}

async function apply(document: object, prune = false): Promise<Answer> {
  const { status, body } = await plane.ask('POST', '/configuration/apply', { body: { document, prune } });
  expect(body).toEqual(status === 200 ? expect.anything() : undefined);
  return body as Answer;
}

const many = (count: number, policy: string) =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`g${i}`, { servers: { a: policy } }]));

/** How often the database was asked while something was done. */
async function statements(work: () => Promise<unknown>): Promise<number> {
  const asked = vi.spyOn(DefaultQueryExecutor.prototype, 'executeQuery');
  try {
    await work();
    return asked.mock.calls.length;
  } finally {
    asked.mockRestore();
  }
}

describe('many grants at once', () => {
  const count = 1_000;
  const few = count / 5;

  it('are made, changed and ended by few statements', async () => {
    expect(await statements(() => apply({ grants: many(count, 'p') }))).toBeLessThan(few);
    expect(await statements(() => apply({ grants: many(count, 'q') }))).toBeLessThan(few);
    const rest = await plane.ask('GET', '/configuration');
    const { servers, policies } = rest.body as { servers: object; policies: object };
    expect(await statements(() => apply({ servers, policies, grants: many(1, 'q') }, true))).toBeLessThan(few);
    const { items } = (await plane.ask('GET', '/grants')).body as { items: { label: string; servers: object }[] };
    expect(items.map(({ label, servers: opens }) => [label, opens])).toEqual([['g0', { a: 'q' }]]);
  });

  it('lose a server that is taken away by few statements', async () => {
    await apply({ servers: { b: { url: 'https://b.example/mcp' } } });
    const both = Object.entries(many(count, 'p')).map(([name]) => [name, { servers: { a: 'p', b: 'p' } }]);
    await apply({ grants: Object.fromEntries(both) });
    const asked = await statements(() => plane.ask('DELETE', '/servers/b?detach=true'));
    expect(asked).toBeLessThan(few);
    const { items } = (await plane.ask('GET', '/grants')).body as { items: { servers: object }[] };
    expect(items.map(({ servers }) => servers)).toEqual(items.map(() => ({ a: 'p' })));
  });

  // More than one part of each size.
  it('leave what each of them alone would have left', async () => {
    const one = (await plane.ask('POST', '/grants', { body: { label: 'alone', servers: { a: 'p' } } })).body as {
      grant: object;
    };
    const { tokens } = await apply({ grants: many(234, 'p') });
    const rows = await plane.control.sql.selectFrom('access_grant').selectAll().where('label', '!=', 'alone').execute();
    expect(new Map(rows.map((row) => [row.label, row.token_hash]))).toEqual(
      new Map(Object.entries(tokens).map(([label, token]) => [label, tokenHash(token)])),
    );
    expect(rows).toHaveLength(234);
    for (const label of ['g0', 'g123', 'g233']) {
      const { body } = await plane.ask('GET', `/grants/${label}`);
      expect(body).toEqual({ ...one.grant, id: expect.any(String), label });
    }
    await apply({ grants: many(234, 'q') });
    const events = await plane.control.sql.selectFrom('event').select(['name', 'text']).orderBy('seq').execute();
    const count = (name: string) => events.filter((event) => event.name === name).length;
    expect([count('grant.create'), count('grant.update')]).toEqual([235, 234]);
    const changed = events.findLast(({ name }) => name === 'grant.update');
    expect(JSON.parse(changed?.text ?? '').detail).toMatchObject({ servers: { a: 'q' }, opened: { a: 'p' } });
    const reader = await plane.reader();
    const verified = await reader.verify(plane.control.keys, []);
    await reader.close();
    expect(verified).toMatchObject({ findings: [] });
  });

  it('change nothing when one of them cannot be made', async () => {
    const wanted = { ...many(300, 'p'), 'with/slash': { servers: { a: 'p', gone: 'p' } } };
    const { status, body } = await plane.ask('POST', '/configuration/apply', {
      body: { document: { grants: wanted } },
    });
    expect(status).toBe(422);
    expect(body).toMatchObject({ errors: [{ pointer: '/document/grants/with~1slash/servers/gone' }] });
    expect(await plane.control.sql.selectFrom('access_grant').select('id').execute()).toEqual([]);
  });
});

describe('what is not there', () => {
  const unknown = Object.fromEntries(Array.from({ length: 2_000 }, (_, i) => [`unknown-${i}`, `policy-${i}`]));

  it.each([
    ['of one grant', '/grants', { label: 'g', servers: unknown }],
    [
      'of a document',
      '/configuration/apply',
      { document: { grants: { g: { servers: unknown }, h: { servers: unknown } } } },
    ],
  ])('%s is told a hundred times at most, and looked for once', async (_of, path, body) => {
    let answer: unknown;
    const asked = await statements(async () => {
      answer = await plane.ask('POST', path, { body });
    });
    expect(answer).toMatchObject({ status: 422 });
    const { errors } = (answer as { body: { errors: unknown[] } }).body;
    expect(errors).toHaveLength(100);
    expect(asked).toBeLessThan(100);
  });
});

describe('a label', () => {
  it('is no id of a grant, so that a name means one grant', async () => {
    const make = (label: string) => plane.ask('POST', '/grants', { body: { label, servers: { a: 'p' } } });
    const { grant } = (await make('first')).body as { grant: { id: string } };
    expect(await make(grant.id)).toMatchObject({ status: 409, body: { code: 'conflict' } });
    expect(await make('second')).toMatchObject({ status: 201 });
    const renamed = await plane.ask('PATCH', '/grants/second', { body: { label: grant.id } });
    expect(renamed).toMatchObject({ status: 409 });
    const applied = { document: { grants: { [grant.id]: { servers: { a: 'p' } } } } };
    expect(await plane.ask('POST', '/configuration/apply', { body: applied })).toMatchObject({ status: 409 });
    // Nor once that grant is revoked: its records bear the id.
    await plane.ask('DELETE', '/grants/first');
    expect(await make(grant.id)).toMatchObject({ status: 409 });
  });

  it('that was an id before that was refused is the second that its name means', async () => {
    const make = (label: string) => plane.ask('POST', '/grants', { body: { label, servers: { a: 'p' } } });
    const { grant } = (await make('first')).body as { grant: { id: string } };
    await make('second');
    await plane.control.sql
      .updateTable('access_grant')
      .set({ label: grant.id })
      .where('label', '=', 'second')
      .execute();
    expect((await plane.ask('GET', `/grants/${grant.id}`)).body).toMatchObject({ label: 'first' });
    expect((await plane.ask('DELETE', `/grants/${grant.id}`)).body).toMatchObject({ label: 'first' });
    expect((await plane.ask('GET', `/grants/${grant.id}`)).body).toMatchObject({ label: 'first', state: 'revoked' });
  });
});
