/**
 * Ids of others: for every route that the description of the API names a parameter, a query or a body of, every id there
 * is of another kind or owner, put in the place of each, by everybody. A new route is in here by itself.
 */
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type Actor, may, type Permission } from '../../src/accounts/index.ts';
import { allRoutes } from '../../src/control/api/index.ts';
import { newBrowser } from '../support/browser-end.ts';
import { actorOf, openTestControl, type TestControl } from '../support/control.ts';
import { governedSecrets, governingChanges } from '../support/governing-changes.ts';
import { filledWith, type Schema } from '../support/openapi-sample.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let plane: TestControl;
/** Kind → id: two of each where there are two. */
const ids = new Map<string, string>();
const secrets = new Set<string>(governedSecrets);

interface Operation {
  readonly operationId: string;
  readonly 'x-permission': Permission;
  readonly parameters: readonly { readonly name: string; readonly in: string; readonly schema: Schema }[];
  readonly requestBody?: { readonly content: { readonly 'application/json': { readonly schema: Schema } } };
}
interface Route {
  readonly method: string;
  readonly path: string;
  readonly of: Operation;
}
/** Those that take an id in their path. */
let operations: readonly Route[];
/** Those that take anything in a query or a body. */
let asking: readonly Route[];

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
  const all = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, of]) => ({
      method: method.toUpperCase(),
      path: path.replace('/api/v1', ''),
      of,
    })),
  );
  operations = all.filter(({ of }) => of.parameters.some((one) => one.in === 'path'));
  asking = all.filter(({ of }) => of.requestBody !== undefined || of.parameters.some((one) => one.in === 'query'));
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

it('tells whoever may not the same of every id in a query or a body, and leaves everything as it is', async () => {
  expect(asking.length).toBeGreaterThan(60);
  const before = await stateOf();
  const roles = ['policy_manager', 'approver', 'auditor', 'viewer'] as const;
  for (const { method, path, of } of asking) {
    const permission = of['x-permission'];
    for (const as of ['nobody' as const, ...roles.map((role) => actorOf(role, '9'.repeat(32)))]) {
      if (as === 'nobody' ? permission === 'public' : may(as, permission)) continue;
      const answers = new Set<string>();
      for (const id of ids.values()) {
        const { status, body } = await plane.ask(method, everywhere({ path, of }, id), { as, ...bodyWith(of, id) });
        answers.add(`${status} ${JSON.stringify(body)}`);
      }
      expect([...answers], `${method} ${path} as ${as === 'nobody' ? as : as.role}`).toHaveLength(1);
    }
  }
  expect(await stateOf()).toEqual(before);
});

/** Last of all: what whoever may asks for is done where it can be. */
it('answers whoever may, whatever the ids in a query or a body are of, without a fault and without a secret', async () => {
  for (const { method, path, of } of asking) {
    const permission = of['x-permission'];
    const as = ['auditor' as const, 'admin' as const].map((role) => actorOf(role)).find((one) => may(one, permission));
    if (as === undefined) continue;
    for (const [kind, id] of ids) {
      const { status, body } = await plane.ask(method, everywhere({ path, of }, id), { as, ...bodyWith(of, id) });
      const what = `${method} ${path} with ${kind}`;
      // 503: no gateway runs beside it.
      expect(status < 500 || status === 503, `${what}: ${status} ${JSON.stringify(body)}`).toBe(true);
      const text = JSON.stringify(body);
      const [found] = [...secrets].filter((secret) => secret.length > 20 && text.includes(secret));
      // Whoever decides on a call, and whoever may read captures, sees what was sent.
      const shown = path.startsWith('/approvals') || (path.startsWith('/captures/') && kind === 'capture');
      if (!shown) expect(found, what).toBeUndefined();
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

/** A route's address with the id in its path and in each of its queries that takes text. */
function everywhere({ path, of }: Pick<Route, 'path' | 'of'>, id: string): string {
  const query = new URLSearchParams();
  for (const one of of.parameters) {
    const value = one.in === 'query' ? filledWith(id, one.schema) : undefined;
    if (typeof value === 'string') query.set(one.name, value);
  }
  return `${filled(path, id)}${query.size === 0 ? '' : `?${query.toString()}`}`;
}

function bodyWith({ requestBody }: Operation, id: string): { readonly body?: object } {
  const schema = requestBody?.content['application/json'].schema;
  return schema === undefined ? {} : { body: filledWith(id, schema) as object };
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
