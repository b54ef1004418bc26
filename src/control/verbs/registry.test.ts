import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { actorOf, openTestControl, type TestControl } from '../../../test/support/control.ts';
import { tokenHash } from '../../identity/index.ts';
import type { Stored } from '../../snapshot/index.ts';
import { StoredReader } from '../index.ts';

// The first one of them starts the thread that reads policies.
vi.setConfig({ testTimeout: 60_000 });

let plane: TestControl;
let reader: StoredReader;
beforeEach(async () => {
  plane = await openTestControl();
  reader = new StoredReader(plane.control.sql, plane.control.keys, (warning) => void plane.errors.push(warning));
});
afterEach(() => plane.close());

type Body = Readonly<Record<string, string>>;

async function done(
  method: string,
  path: string,
  body?: unknown,
  status = method === 'POST' ? 201 : 200,
): Promise<Body> {
  const answer = await plane.ask(method, path, body === undefined ? {} : { body });
  expect(answer.body, `${method} ${path}`).toEqual(answer.status === status ? expect.anything() : undefined);
  return answer.body as Body;
}

const open = '{"version":"1","default":"allow"}';
const shut = '{"version":"1","default":"deny"}';
const read = (): Promise<Stored> => reader.read();

async function everything() {
  await done('POST', '/servers', {
    slug: 'a',
    url: 'https://a.example/mcp',
    headers: { Authorization: 'Bearer canary' },
  });
  await done('PUT', '/policies/p', { text: open, activate: true, note: 'first' });
  return done('POST', '/grants', { label: 'g', servers: { a: 'p' } });
}

it('a change of one time-out or cap leaves the others as they were', async () => {
  await done('POST', '/servers', { slug: 'a', url: 'https://a.example/mcp' });
  await done('PATCH', '/servers/a', { timeouts: { idleMs: 2_000 }, caps: { depth: 32 } });
  expect(await done('PATCH', '/servers/a', { timeouts: { connectMs: 1_000 }, caps: { nodes: 500 } })).toMatchObject({
    timeouts: { connectMs: 1_000, firstByteMs: 60_000, idleMs: 2_000 },
    caps: { body: 4_194_304, depth: 32, nodes: 500 },
  });
});

describe('a policy that two people change', () => {
  it('is not overwritten by who went on from an older version, and is by who has seen the newest', async () => {
    await done('PUT', '/policies/p', { text: open, base: 0 });
    await done('PUT', '/policies/p', { text: shut, base: 1 });
    const late = await plane.ask('PUT', '/policies/p', { body: { text: `${open} `, base: 1 } });
    expect(late).toMatchObject({
      status: 409,
      body: { code: 'conflict', title: expect.stringContaining('version 2') },
    });
    expect(await done('PUT', '/policies/p', { text: `${open} `, base: 2 })).toMatchObject({ version: 3 });
    // The same text is no change, whatever it was made from.
    expect(await done('PUT', '/policies/p', { text: `${open} `, base: 1 })).toMatchObject({ version: 3, saved: false });
  });
});

describe('what was registered', () => {
  it('is what requests go by', async () => {
    const { token } = await everything();
    const { servers, policies, grants } = await read();
    expect(servers.get('a')).toMatchObject({ transport: 'http', url: 'https://a.example/mcp', pinned: true });
    expect(servers.get('a')?.headers).toEqual(new Map([['authorization', 'Bearer canary']]));
    expect(policies.get('p')).toMatchObject({ version: 1, observe: false, source: { text: open } });
    const [grant] = grants.values();
    expect(grant).toMatchObject({ label: 'g', tokenHash: tokenHash(token ?? ''), servers: new Map([['a', 'p']]) });
  });

  it('is read on from where it was read up to, and what has not changed stays the same object', async () => {
    await everything();
    const before = await read();
    expect(await read()).toBe(before);
    await done('PUT', '/policies/q', { text: shut, activate: true });
    const after = await read();
    expect(after.policies.size).toBe(2);
    expect(after.servers.get('a')).toBe(before.servers.get('a'));
    expect([...after.grants.values()]).toEqual([...before.grants.values()]);
    expect([...after.grants.values()][0]).toBe([...before.grants.values()][0]);
  });

  it('is listed and shown without a secret', async () => {
    await everything();
    for (const path of ['/servers', '/servers/a', '/policies', '/policies/p', '/grants', '/grants/g']) {
      const { status, body } = await plane.ask('GET', path);
      expect(status, path).toBe(200);
      expect(JSON.stringify(body)).not.toContain('canary');
      expect(JSON.stringify(body)).not.toContain('tg_');
    }
    const { body } = await plane.ask('GET', '/servers/a');
    expect(body).toMatchObject({ credentials: ['header:authorization'], grants: 1, origin: 'stored' });
  });

  it('leaves no secret in the database in the clear', async () => {
    const { token } = await everything();
    const { sql } = plane.control;
    const rows = JSON.stringify([
      await sql.selectFrom('server').selectAll().execute(),
      await sql.selectFrom('credential').selectAll().execute(),
      await sql.selectFrom('access_grant').selectAll().execute(),
      await sql.selectFrom('event').select('text').execute(),
    ]);
    expect(rows).not.toContain('canary');
    expect(rows).not.toContain(token);
  });
});

describe('a server', () => {
  it('loses its credentials when its URL is at another origin, and keeps them at another path', async () => {
    await everything();
    await done('PATCH', '/servers/a', { url: 'https://a.example/elsewhere' });
    expect((await read()).servers.get('a')?.headers.size).toBe(1);
    const moved = await done('PATCH', '/servers/a', { url: 'https://b.example/mcp' });
    expect(moved).toMatchObject({ cleared: ['header:authorization'], credentials: [] });
    expect((await read()).servers.get('a')?.headers.size).toBe(0);
  });

  it('is out of force when what is sealed for it was put there from elsewhere', async () => {
    await everything();
    await done('POST', '/servers', { slug: 'b', url: 'https://b.example/mcp', headers: { Authorization: 'other' } });
    const { sql } = plane.control;
    const { sealed } = await sql.selectFrom('credential').select('sealed').executeTakeFirstOrThrow();
    await sql.updateTable('credential').set({ sealed }).execute();
    const { servers } = await read();
    expect(servers.size).toBe(1);
    expect(plane.errors).toEqual([expect.stringContaining('is out of force: this credential cannot be opened')]);
  });

  it('keeps the query of its URL as a secret', async () => {
    await done('POST', '/servers', { slug: 'a', url: 'https://a.example/mcp?key=canary' });
    const { body } = await plane.ask('GET', '/servers/a');
    expect(body).toMatchObject({ url: 'https://a.example/mcp', credentials: ['query'] });
    expect((await read()).servers.get('a')?.url).toBe('https://a.example/mcp?key=canary');
  });

  it('cannot be registered with more than a URL, or with what is none', async () => {
    const refused: [string, object][] = [
      ['a command', { slug: 'a', command: ['sh'] }],
      ['a command beside a URL', { slug: 'a', url: 'https://a.example/', command: ['sh'] }],
      ['another scheme', { slug: 'a', url: 'file:///etc/passwd' }],
      ['credentials in its URL', { slug: 'a', url: 'https://u:p@a.example/' }],
      ['a header that is the gateway’s', { slug: 'a', url: 'https://a.example/', headers: { 'Mcp-Session-Id': 'x' } }],
      ['a header twice', { slug: 'a', url: 'https://a.example/', headers: { a: 'x', A: 'y' } }],
      ['a header of two lines', { slug: 'a', url: 'https://a.example/', headers: { a: 'x\r\nb: y' } }],
      ['no certificates', { slug: 'a', url: 'https://a.example/', ca: 'nothing' }],
      ['a slug that is none', { slug: 'A_b', url: 'https://a.example/' }],
    ];
    for (const [what, body] of refused) {
      expect((await plane.ask('POST', '/servers', { body })).status, what).toBe(422);
    }
    expect((await read()).servers.size).toBe(0);
  });

  it('that grants open stays, unless they are to lose it', async () => {
    await everything();
    const kept = await plane.ask('DELETE', '/servers/a');
    expect(kept).toMatchObject({
      status: 409,
      body: { title: expect.stringContaining('the grants g open this server') },
    });
    expect(await done('DELETE', '/servers/a?detach=true')).toEqual({ detached: ['g'] });
    await done('POST', '/servers', { slug: 'a', url: 'https://other.example/mcp' });
    const { servers, grants } = await read();
    expect(servers.get('a')?.url).toBe('https://other.example/mcp');
    expect([...grants.values()].map((grant) => grant.servers.size)).toEqual([0]);
  });
});

describe('a policy', () => {
  it('has a version for each text, and one of them is in force', async () => {
    await done('PUT', '/policies/p', { text: open, activate: true });
    expect(await done('PUT', '/policies/p', { text: shut, note: 'a draft' })).toMatchObject({
      version: 2,
      saved: true,
    });
    expect(await done('PUT', '/policies/p', { text: shut })).toMatchObject({ version: 2, saved: false });
    expect((await read()).policies.get('p')?.version).toBe(1);
    const { items } = await done('GET', '/policies/p/versions');
    expect(items).toMatchObject([
      { version: 2, state: 'draft', note: 'a draft' },
      { version: 1, state: 'active' },
    ]);
    await done('POST', '/policies/p/activate', {}, 200);
    expect((await read()).policies.get('p')).toMatchObject({ version: 2, source: { text: shut } });
    expect(await done('POST', '/policies/p/rollback', {}, 200)).toEqual({ state: 'active', version: 1 });
    expect((await read()).policies.get('p')?.source.text).toBe(open);
  });

  it('may be put in force on trial', async () => {
    await done('PUT', '/policies/p', { text: shut, activate: true, observe: true });
    expect((await read()).policies.get('p')?.observe).toBe(true);
    await done('POST', '/policies/p/activate', { version: 1 }, 200);
    expect((await read()).policies.get('p')?.observe).toBe(false);
  });

  it('that does not read is not saved, and the place is told', async () => {
    const { status, body } = await plane.ask('PUT', '/policies/p', {
      body: { text: '{"version":"1",\n"default":"dny","hid":[]}' },
    });
    expect(status).toBe(422);
    const { errors } = body as { errors: { pointer: string; message: string }[] };
    expect(errors).toHaveLength(2);
    for (const { pointer, message } of errors) {
      expect(pointer).toBe('/text');
      expect(message).toMatch(/^line \d+, column \d+/);
    }
    expect((await plane.ask('GET', '/policies/p')).status).toBe(404);
  });

  it('tells what becomes allowed', async () => {
    await done('PUT', '/policies/p', { text: shut, activate: true });
    const compared = await done('POST', '/policies/p/diff', { text: open }, 200);
    expect(compared).toMatchObject({ from: 1, to: null, widening: true, narrowing: false });
  });

  it('that a grant has stays; one that comes back goes on with its versions', async () => {
    await everything();
    expect((await plane.ask('DELETE', '/policies/p')).status).toBe(409);
    await done('DELETE', '/grants/g');
    await done('DELETE', '/policies/p');
    expect((await read()).policies.size).toBe(0);
    expect(await done('PUT', '/policies/p', { text: shut })).toMatchObject({ version: 2, activeVersion: null });
  });

  it('of a server that wants two people comes into force by two', async () => {
    await everything();
    await done('PATCH', '/servers/a', { twoPerson: true });
    const one = actorOf('policy_manager', 'one');
    const two = actorOf('policy_manager', 'two');
    const saved = await plane.ask('PUT', '/policies/p', { body: { text: shut, activate: true }, as: one });
    expect(saved.body).toMatchObject({ version: 2, activation: { state: 'proposed' }, activeVersion: 1 });
    const confirm = (version: number, as: typeof one) =>
      plane.ask('POST', '/policies/p/confirm', { body: { version }, as });
    expect((await confirm(2, one)).status).toBe(403);
    expect((await confirm(1, two)).status).toBe(409);
    expect((await read()).policies.get('p')?.version).toBe(1);
    expect((await confirm(2, two)).status).toBe(200);
    expect((await read()).policies.get('p')?.version).toBe(2);
    await done('PUT', '/policies/q', { text: open, activate: true });
    const around = await plane.ask('PATCH', '/grants/g', { body: { servers: { a: 'q' } } });
    expect(around).toMatchObject({ status: 409, body: { title: expect.stringContaining('wants two people') } });
  });
});

describe('a policy of a server that wants two people', () => {
  /** Somebody who has signed in, and keys: what each of them asks with. */
  async function two(): Promise<Record<'ada' | 'adas' | 'adasToo' | 'eves', object>> {
    const link = (await plane.ask('POST', '/setup/link', { body: {} })).body as { link: string };
    const body = {
      secret: link.link.split('#')[1],
      email: 'ada@example.com',
      name: 'Ada',
      password: 'correct horse battery',
    };
    const { user } = (await plane.ask('POST', '/setup', { as: 'nobody', body })).body as { user: { id: string } };
    const ada = { as: { kind: 'user', id: user.id, role: 'admin' } as const };
    const keyBy = async (by: object): Promise<{ bearer: string }> => {
      const made = await plane.ask('POST', '/api-keys', { ...by, body: { name: 'k', role: 'admin' } });
      return { bearer: (made.body as { key: string }).key };
    };
    const adas = await keyBy(ada);
    return { ada, adas, adasToo: await keyBy(adas), eves: await keyBy({}) };
  }

  it.each([
    ['ada', 'adas'],
    ['adas', 'ada'],
    ['adas', 'adasToo'],
    ['adasToo', 'ada'],
  ] as const)(
    'does not come into force by one who has two ways in: proposed by %s, confirmed by %s',
    async (first, second) => {
      await everything();
      await done('PATCH', '/servers/a', { twoPerson: true });
      const asked = await two();
      const proposed = await plane.ask('PUT', '/policies/p', { ...asked[first], body: { text: shut, activate: true } });
      expect(proposed.body).toMatchObject({ activation: { state: 'proposed' } });
      const confirm = (who: object) => plane.ask('POST', '/policies/p/confirm', { ...who, body: { version: 2 } });
      expect((await confirm(asked[second])).status).toBe(403);
      expect((await read()).policies.get('p')?.version).toBe(1);
      expect((await confirm(asked.eves)).status).toBe(200);
      expect((await read()).policies.get('p')?.version).toBe(2);
    },
  );

  it('comes into force as it was looked at, on trial or not', async () => {
    await everything();
    await done('PATCH', '/servers/a', { twoPerson: true });
    const [one, two] = [actorOf('policy_manager', 'one'), actorOf('policy_manager', 'two')];
    await plane.ask('PUT', '/policies/p', { body: { text: shut, activate: true }, as: one });
    const activate = (observe: boolean) =>
      plane.ask('POST', '/policies/p/activate', { body: { version: 2, observe }, as: one });
    const confirm = (more: object) =>
      plane.ask('POST', '/policies/p/confirm', { body: { version: 2, ...more }, as: two });
    // Proposed again on trial, while the other one looks at it.
    expect((await activate(true)).body).toMatchObject({ state: 'proposed' });
    expect((await confirm({})).status).toBe(409);
    expect((await confirm({ observe: false })).status).toBe(409);
    await activate(false);
    expect((await confirm({ observe: true })).status).toBe(409);
    expect((await confirm({})).status).toBe(200);
    expect((await plane.ask('GET', '/policies/p')).body).toMatchObject({ activeVersion: 2, observe: false });
    await plane.ask('PUT', '/policies/p', { body: { text: open, activate: true, observe: true }, as: one });
    expect((await confirm({ version: 3, observe: true })).status).toBe(200);
    expect((await plane.ask('GET', '/policies/p')).body).toMatchObject({ activeVersion: 3, observe: true });
  });

  it('does not come into force by a key that has made itself another one, nor when it is taken back', async () => {
    await everything();
    await done('PATCH', '/servers/a', { twoPerson: true });
    const make = async (by: object) =>
      (await plane.ask('POST', '/api-keys', { ...by, body: { name: 'k', role: 'admin' } })).body as {
        key: string;
        apiKey: { id: string };
      };
    const first = await make({});
    const second = await make({ bearer: first.key });
    await plane.ask('PUT', '/policies/p', { bearer: first.key, body: { text: shut, activate: true } });
    const confirm = () => plane.ask('POST', '/policies/p/confirm', { bearer: second.key, body: { version: 2 } });
    expect((await confirm()).status).toBe(403);
    await plane.ask('DELETE', `/api-keys/${first.apiKey.id}?made=keep`);
    expect((await confirm()).status).toBe(403);
  });
});

describe('a grant', () => {
  it('opens only what is there', async () => {
    const { status, body } = await plane.ask('POST', '/grants', { body: { label: 'g', servers: { a: 'p' } } });
    expect(status).toBe(422);
    expect(body).toMatchObject({ errors: [{ pointer: '/servers/a' }, { pointer: '/servers/a' }] });
  });

  it('is given another token, and the one before for a while', async () => {
    const { token } = await everything();
    const { token: next } = await done('POST', '/grants/g/rotate', { overlapMs: 60_000 }, 200);
    expect(next).not.toBe(token);
    const [grant] = (await read()).grants.values();
    expect(grant?.tokenHash).toBe(tokenHash(next ?? ''));
    expect(grant?.outgoing).toEqual({ tokenHash: tokenHash(token ?? ''), until: plane.clock.now() + 60_000 });
    await done('POST', '/grants/g/rotate', { overlapMs: 0 }, 200);
    expect([...(await read()).grants.values()][0]?.outgoing).toBeUndefined();
  });

  it('is over when it is revoked, and its label is free', async () => {
    await everything();
    await done('DELETE', '/grants/g');
    expect((await read()).grants.size).toBe(0);
    expect((await plane.ask('POST', '/grants/g/rotate', { body: {} })).status).toBe(409);
    await done('POST', '/grants', { label: 'g', servers: { a: 'p' } });
    const { items } = await done('GET', '/grants?state=all');
    expect(items).toMatchObject([{ label: 'g' }, { label: 'g' }]);
  });

  it('cannot be made on terms that are none', async () => {
    await everything();
    const refused: [string, object][] = [
      ['an address that is none', { addresses: ['localhost'] }],
      ['a time that is over', { expiresAt: 1 }],
      ['an owner that is nobody', { owner: 'nobody' }],
      ['no server', { servers: {} }],
    ];
    for (const [what, more] of refused) {
      const body = { label: 'h', servers: { a: 'p' }, ...more };
      expect((await plane.ask('POST', '/grants', { body })).status, what).toBe(422);
    }
  });

  it('is listed by page, and by what it opens', async () => {
    await everything();
    for (let i = 0; i < 5; i += 1) await done('POST', '/grants', { label: `h${i}`, servers: { a: 'p' } });
    const first = await done('GET', '/grants?limit=4&server=a&policy=p');
    expect((first.items as unknown as { label: string }[]).map(({ label }) => label)).toEqual(['g', 'h0', 'h1', 'h2']);
    const second = await done('GET', `/grants?limit=4&cursor=${first.next}`);
    expect((second.items as unknown as { label: string }[]).map(({ label }) => label)).toEqual(['h3', 'h4']);
    expect(second.next).toBeUndefined();
    expect((await done('GET', '/grants?server=b')).items).toEqual([]);
  });
});
