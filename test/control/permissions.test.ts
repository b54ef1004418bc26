import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Actor, anonymous, may, operator, roleMay, roles } from '../../src/accounts/index.ts';
import { allRoutes } from '../../src/control/api/index.ts';
import { actorOf, openTestControl, type TestControl } from '../support/control.ts';

/**
 * Every route of the API × everybody there is, against the table of permissions. The routes are those that are served:
 * a new one is in here without anybody adding it.
 */
const everybody: readonly Actor[] = [
  anonymous,
  operator,
  ...roles.map((role) => actorOf(role)),
  ...roles.map((role): Actor => ({ kind: 'api_key', id: `${role}-key`, role })),
];

let plane: TestControl;
beforeAll(async () => {
  plane = await openTestControl();
});
afterAll(() => plane.close());

describe.each(allRoutes.map((route) => [`${route.method} ${route.path}`, route] as const))('%s', (_name, route) => {
  const path = route.path.replaceAll(/:[A-Za-z]+/g, '0'.repeat(32));
  const body = route.method === 'GET' || route.method === 'DELETE' ? undefined : {};

  /** Whether anything of a body is taken, which may be as large as the route has it. */
  const readsBodyOf = async (actor: Actor): Promise<boolean> => {
    let read = false;
    const init = { method: route.method, headers: { 'content-type': 'application/json' } };
    await plane.api.fetch(new Request(`http://localhost/api/v1${path}`, init), {
      ...(actor.kind === 'anonymous' ? { address: '192.0.2.7' } : { actor }),
      body: async () => {
        read = true;
        return Buffer.from('{}');
      },
    });
    return read;
  };

  it.each(everybody.map((actor) => [`${actor.kind} ${actor.role ?? ''}`, actor] as const))(
    '%s',
    async (_who, actor) => {
      const as = actor.kind === 'anonymous' ? 'nobody' : actor;
      const { status } = await plane.ask(route.method, path, { as, ...(body === undefined ? {} : { body }) });
      if (body !== undefined && !may(actor, route.verb.permission)) expect(await readsBodyOf(actor)).toBe(false);
      if (may(actor, route.verb.permission)) {
        expect(status).not.toBe(403);
        // What is for everybody may still say that this secret or password opens nothing.
        if (route.verb.permission !== 'public') expect(status).not.toBe(401);
        expect(status).not.toBe(500);
      } else expect(status).toBe(actor.kind === 'anonymous' ? 401 : 403);
    },
  );

  it('refuses a credential that is not known, whatever else is right', async () => {
    for (const bearer of [`tgk_${'A'.repeat(43)}`, `tgs_${'A'.repeat(43)}`, 'tgk_short', `tg_${'A'.repeat(43)}`]) {
      const { status } = await plane.ask(route.method, path, { bearer, ...(body === undefined ? {} : { body }) });
      expect(status).toBe(401);
    }
  });
});

describe('the list of routes', () => {
  it('names each verb and each address once', () => {
    const addresses = allRoutes.map(({ method, path }) => `${method} ${path.replaceAll(/:[A-Za-z]+/g, ':')}`);
    expect(new Set(addresses).size).toBe(addresses.length);
  });

  it('changes nothing by a GET', () => {
    expect(allRoutes.filter(({ method, verb }) => method === 'GET' && verb.change)).toEqual([]);
  });

  it('reads no body of many values for who is no admin: it takes as long as what is in it, and not as its bytes', async () => {
    const mayOthers = allRoutes.filter(
      ({ verb, method }) =>
        method !== 'GET' &&
        method !== 'DELETE' &&
        roles.some((role) => role !== 'admin' && roleMay(role, verb.permission)),
    );
    expect(mayOthers.length).toBeGreaterThan(25);
    for (const { method, path, verb } of mayOthers) {
      const role = roles.find((one) => one !== 'admin' && roleMay(one, verb.permission));
      const body = { x: Array.from({ length: 100_001 }, () => 1) };
      const as = role === undefined ? 'nobody' : actorOf(role);
      const answer = await plane.ask(method, path.replaceAll(/:[A-Za-z]+/g, '0'.repeat(32)), { as, body });
      expect(answer, `${method} ${path}`).toMatchObject({
        status: 413,
        body: { title: expect.stringMatching(/values|not read/) },
      });
    }
  });

  it('takes no body but JSON, and no query beside one', async () => {
    for (const route of allRoutes.filter(({ method }) => method !== 'GET' && method !== 'DELETE')) {
      const path = route.path.replaceAll(/:[A-Za-z]+/g, '0'.repeat(32));
      const as = route.verb.permission === 'self' ? actorOf('admin') : operator;
      const form = { 'content-type': 'text/plain' };
      expect(await status(route.method, path, as, form)).toBe(415);
      expect(await status(route.method, path, as, {})).toBe(415);
      expect((await plane.ask(route.method, `${path}?a=1`, { as, body: {} })).status).toBe(400);
    }
  });

  async function status(method: string, path: string, actor: Actor, headers: Record<string, string>): Promise<number> {
    const request = new Request(`http://localhost/api/v1${path}`, { method, headers, body: '{}' });
    if (headers['content-type'] === undefined) request.headers.delete('content-type');
    return (await plane.api.fetch(request, { actor })).status;
  }
});

describe('the description', () => {
  it('names every route with its permission', async () => {
    const { body } = await plane.ask('GET', '/openapi.json', { as: 'nobody' });
    const { paths, openapi } = body as { openapi: string; paths: Record<string, Record<string, object>> };
    expect(openapi).toBe('3.1.0');
    for (const { method, path, verb } of allRoutes) {
      const described = paths[`/api/v1${path.replaceAll(/:([A-Za-z]+)/g, '{$1}')}`]?.[method.toLowerCase()];
      expect(described).toMatchObject({ operationId: verb.name, 'x-permission': verb.permission });
    }
  });
});
