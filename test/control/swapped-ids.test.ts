/**
 * Ids of others: for every route that the description of the API names a parameter of, every id there is of another kind
 * or owner, put in its place, by everybody. A new route is in here by itself.
 */
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type Actor, may, type Permission } from '../../src/accounts/index.ts';
import { allRoutes } from '../../src/control/api/index.ts';
import { newBrowser } from '../support/browser-end.ts';
import { actorOf, openTestControl, type TestControl } from '../support/control.ts';
import { governedSecrets, governingChanges } from '../support/governing-changes.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let plane: TestControl;
/** Kind → id: two of each where there are two. */
const ids = new Map<string, string>();
const secrets = new Set<string>(governedSecrets);

interface Operation {
  readonly operationId: string;
  readonly 'x-permission': Permission;
  readonly parameters: readonly { readonly name: string; readonly in: string }[];
}
let operations: readonly { readonly method: string; readonly path: string; readonly of: Operation }[];

beforeAll(async () => {
  plane = await openTestControl({ origin: () => 'https://gateway.example' });
  const browser = newBrowser(plane, (secret) => secrets.add(secret));
  const link = (await plane.ask('POST', '/setup/link', { body: {} })).body as { link: string };
  const person = { email: 'ada@example.com', name: 'Ada', password: 'correct horse battery staple' };
  await browser.ask('POST', '/setup', { secret: link.link.split('#')[1], ...person });
  await plane.ask('POST', '/invitations', { body: { email: 'eve@example.com', name: 'Eve', role: 'viewer' } });
  const key = (await plane.ask('POST', '/api-keys', { body: { name: 'k', role: 'viewer' } })).body as { key: string };
  secrets.add(key.key);
  // Up to where everything that can be named is there.
  for (const { verb, prepare, ask } of governingChanges(plane, (secret) => secrets.add(secret))) {
    if (verb === 'keys.resealed') break;
    if (verb.endsWith('.remove') || verb.endsWith('.lift') || verb.endsWith('.revoke')) continue;
    plane.clock.advance(1_000);
    await prepare?.();
    expect((await ask()).status, verb).toBeLessThan(300);
  }
  const { sql } = plane.control;
  const tables = ['user_account', 'user_session', 'api_key', 'invitation', 'server', 'policy', 'access_grant'] as const;
  for (const table of tables) {
    const rows = await sql.selectFrom(table).select('id').execute();
    for (const [i, { id }] of rows.entries()) ids.set(`${table} ${i}`, id);
  }
  for (const table of ['channel', 'delivery', 'approval', 'definition', 'kill', 'capture_rule', 'message'] as const) {
    const row = await sql.selectFrom(table).select('id').executeTakeFirst();
    if (row !== undefined) ids.set(table, row.id);
  }
  const capture = await sql.selectFrom('capture').select('request_id').executeTakeFirstOrThrow();
  ids.set('capture', capture.request_id);
  ids.set('slug', 'b').set('policy name', 'other').set('label', 'c').set('call', '1').set('none', '0'.repeat(32));
  ids
    .set('call with zeros', `${'0'.repeat(31)}1`)
    .set('a path', '..%2f..%2fconfiguration')
    .set('a query', "x'--");

  const { paths } = (await plane.ask('GET', '/openapi.json', { as: 'nobody' })).body as {
    paths: Record<string, Record<string, Operation>>;
  };
  operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([, of]) => of.parameters.some((one) => one.in === 'path'))
      .map(([method, of]) => ({ method: method.toUpperCase(), path: path.replace('/api/v1', ''), of })),
  );
});
afterAll(() => plane.close());

it('is asked of every route that takes an id', () => {
  const taking = allRoutes.filter(({ path }) => path.includes(':')).map(({ verb }) => verb.name);
  expect(operations.map(({ of }) => of.operationId).sort()).toEqual(taking.sort());
  expect(ids.size).toBeGreaterThan(22);
});

/** What somebody may not do is refused before anybody looks whether it is there: no answer tells what exists. */
it('tells whoever may not the same of every id, and leaves everything as it is', async () => {
  const before = await stateOf();
  const everybody: readonly (Actor | 'nobody')[] = [
    'nobody',
    ...(['policy_manager', 'approver', 'auditor', 'viewer'] as const).map((role) => actorOf(role, '9'.repeat(32))),
  ];
  for (const { method, path, of } of operations) {
    for (const as of everybody) {
      if (as !== 'nobody' ? may(as, of['x-permission']) : of['x-permission'] === 'public') continue;
      const answers = new Set<string>();
      for (const id of ids.values()) {
        const { status, body } = await plane.ask(method, filled(path, id), { as, ...bodyOf(method) });
        answers.add(`${status} ${JSON.stringify(body)}`);
      }
      expect([...answers], `${method} ${path} as ${as === 'nobody' ? as : as.role}`).toHaveLength(1);
    }
  }
  expect(await stateOf()).toEqual(before);
});

/** Where a route is given an id of something else, it finds nothing: no id of one kind opens anything of another. */
it('finds nothing under an id of another kind, and shows no secret', async () => {
  for (const { method, path, of } of operations.filter(({ method: one }) => one === 'GET')) {
    for (const [kind, id] of ids) {
      const as = of['x-permission'] === 'captures:read' ? actorOf('auditor') : actorOf('admin');
      if (!may(as, of['x-permission'])) continue;
      const { status, body } = await plane.ask(method, filled(path, id), { as });
      // 503: no gateway runs beside it, which could ask the server.
      expect([200, 404, 409, 422, 503], `${path} of ${kind}`).toContain(status);
      const text = JSON.stringify(body);
      const [found] = [...secrets].filter((secret) => secret.length > 20 && text.includes(secret));
      // Whoever decides on a call sees what it would do.
      if (!path.startsWith('/approvals')) expect(found, `${path} of ${kind}`).toBeUndefined();
      if (status === 200) expect(own.get(path.split('/')[1] ?? ''), `${path} of ${kind}`).toContain(kind.split(' ')[0]);
    }
  }
});

it('sessions of one person are not another’s to see or end', async () => {
  const other = actorOf('admin', '9'.repeat(32));
  const sessions = (await plane.ask('GET', '/sessions', { as: other })).body;
  for (const [kind, id] of ids) {
    if (kind.startsWith('user_session')) expect(JSON.stringify(sessions)).not.toContain(id);
  }
});

/** By the first step of a path: what its ids are of. */
const own = new Map([
  ['grants', ['access_grant', 'label', 'slug']],
  ['servers', ['slug', 'label']],
  ['policies', ['policy', 'slug', 'label']],
  ['calls', ['call']],
  ['approvals', ['approval']],
  ['definitions', ['definition']],
  ['users', ['user_account']],
  ['invitations', ['invitation']],
]);

function filled(path: string, id: string): string {
  return path.replaceAll(/\{[A-Za-z]+\}/g, id.includes('%') ? id : encodeURIComponent(id));
}

function bodyOf(method: string): { readonly body?: object } {
  return method === 'GET' || method === 'DELETE' ? {} : { body: {} };
}

/** How much there is of what could have been changed. */
async function stateOf(): Promise<Record<string, unknown>> {
  const { sql } = plane.control;
  const [{ n }, version] = await Promise.all([
    sql
      .selectFrom('event')
      .select((x) => x.fn.countAll().as('n'))
      .executeTakeFirstOrThrow(),
    sql.selectFrom('config_version').select('version').executeTakeFirstOrThrow(),
  ]);
  return { events: n, version };
}
