/**
 * Rights that are taken away while somebody uses them: between the headers of a request and its body, between a password and the
 * session that it opens, in the middle of a stream and of an export.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Passwords, type Role, roleMay } from '../../src/accounts/index.ts';
import { allRoutes } from '../../src/control/api/index.ts';
import { type BrowserEnd, newBrowser } from '../support/browser-end.ts';
import { openTestControl, type TestControl } from '../support/control.ts';

const password = 'correct horse battery';
const cheap = { memory: 64, passes: 1, parallelism: 1 };

/** Hashes, and lets something happen while one hash takes its time. */
class Slow extends Passwords {
  meanwhile: (() => Promise<void>) | undefined;

  override async verify(...[kept, given]: Parameters<Passwords['verify']>): ReturnType<Passwords['verify']> {
    const verified = await super.verify(kept, given);
    const { meanwhile } = this;
    this.meanwhile = undefined;
    await meanwhile?.();
    return verified;
  }
}

let plane: TestControl;
let passwords: Slow;
beforeEach(async () => {
  passwords = new Slow(cheap);
  plane = await openTestControl({ passwords, origin: () => 'http://127.0.0.1:7070' });
  // The last admin cannot lose anything.
  await invited('keeper@example.com', 'admin');
});
afterEach(async () => {
  await plane.close();
  expect(plane.errors).toEqual([]);
});

const secretOf = (body: unknown): string => (body as { link: string }).link.split('#')[1] ?? '';

/** @returns the id of somebody with a role */
async function invited(email: string, role: Role): Promise<string> {
  const made = await plane.ask('POST', '/invitations', { body: { email, name: email, role } });
  const body = { secret: secretOf(made.body), password };
  return ((await plane.ask('POST', '/invitations/accept', { as: 'nobody', body })).body as { id: string }).id;
}

/** Somebody with a role, signed in. */
async function signedIn(email: string, role: Role): Promise<{ browser: BrowserEnd; id: string }> {
  const id = await invited(email, role);
  const browser = newBrowser(plane);
  expect((await browser.ask('POST', '/session', { email, password })).status).toBe(200);
  return { browser, id };
}

async function keyOf(role: Role, more: object = {}): Promise<{ key: string; id: string }> {
  const { body } = await plane.ask('POST', '/api-keys', { body: { name: 'k', role, ...more } });
  const { key, apiKey } = body as { key: string; apiKey: { id: string } };
  return { key, id: apiKey.id };
}

/** Sends the headers of a request, lets something happen, and sends its body. */
async function late(
  method: string,
  path: string,
  headers: Record<string, string>,
  body: unknown,
  meanwhile: () => Promise<unknown>,
): Promise<number> {
  const send = { ...headers, 'content-type': 'application/json' };
  const response = await plane.api.fetch(new Request(`http://localhost/api/v1${path}`, { method, headers: send }), {
    address: '192.0.2.7',
    body: async () => {
      await meanwhile();
      return Buffer.from(JSON.stringify(body));
    },
  });
  await response.body?.cancel();
  return response.status;
}

const headersOf = ({ cookie, token }: BrowserEnd) => ({ cookie, authorization: `Bearer ${token}` });
const countOf = async (table: 'event' | 'api_key' | 'user_session'): Promise<number> =>
  (await plane.control.sql.selectFrom(table).select('id').execute()).length;

describe('a request whose body comes after its sender’s rights were taken away', () => {
  const sent = allRoutes.filter(
    ({ method, verb }) => method !== 'GET' && method !== 'DELETE' && verb.permission !== 'public',
  );

  it('is refused by every route that takes one, and leaves nothing', async () => {
    expect(sent.length).toBeGreaterThan(40);
    const ada = await signedIn('ada@example.com', 'admin');
    const credentials = { email: 'ada@example.com', password };
    for (const { method, path, verb } of sent) {
      const role = (['admin', 'auditor'] as const).find((one) => roleMay(one, verb.permission)) ?? 'admin';
      const at = path.replaceAll(/:[A-Za-z]+/g, '0'.repeat(32));
      const { key, id } = await keyOf(role);
      let headers: Record<string, string> = { authorization: `Bearer ${key}` };
      if (verb.permission === 'self') {
        // What is one's own is nothing that a key may.
        const browser = newBrowser(plane);
        await browser.ask('POST', '/session', credentials);
        headers = headersOf(browser);
      }
      let events = 0;
      const status = await late(method, at, headers, {}, async () => {
        await plane.ask('DELETE', `/api-keys/${id}`);
        if (verb.permission === 'self') await plane.ask('POST', `/users/${ada.id}/end-sessions`, { body: {} });
        events = await countOf('event');
      });
      expect(status, `${method} ${path}`).toBe(401);
      expect(await countOf('event'), `${method} ${path}`).toBe(events);
    }
  });

  it.each<[string, (of: { id: string; browser: BrowserEnd }) => Promise<{ status: number }>]>([
    ['is removed', ({ id }) => plane.ask('DELETE', `/users/${id}`)],
    ['is disabled', ({ id }) => plane.ask('PATCH', `/users/${id}`, { body: { state: 'disabled' } })],
    ['is given another role', ({ id }) => plane.ask('PATCH', `/users/${id}`, { body: { role: 'viewer' } })],
    ['is signed out everywhere', ({ id }) => plane.ask('POST', `/users/${id}/end-sessions`, { body: {} })],
    ['signs out', ({ browser }) => browser.ask('DELETE', '/session')],
    [
      'gets a new password',
      async ({ id }) => {
        const { body } = await plane.ask('POST', `/users/${id}/reset-password`, { body: {} });
        const used = { secret: secretOf(body), password: 'a wholly new secret' };
        return plane.ask('POST', '/invitations/accept', { as: 'nobody', body: used });
      },
    ],
  ])('makes no key for a person who %s meanwhile', async (_, lose) => {
    const bob = await signedIn('bob@example.com', 'admin');
    const body = { name: 'kept back', role: 'admin' };
    const status = await late('POST', '/api-keys', headersOf(bob.browser), body, async () => {
      expect((await lose(bob)).status).toBeLessThan(300);
    });
    expect(status).toBe(401);
    expect(await countOf('api_key')).toBe(0);
  });

  it('makes no key with one that has ended meanwhile', async () => {
    const { key } = await keyOf('admin', { expiresAt: plane.clock.now() + 1_000 });
    const body = { name: 'kept back', role: 'admin', expiresAt: plane.clock.now() + 1_001 };
    const status = await late('POST', '/api-keys', { authorization: `Bearer ${key}` }, body, async () => {
      plane.clock.advance(1_000);
    });
    expect(status).toBe(401);
    expect(await countOf('api_key')).toBe(1);
  });
});

describe('a password that was changed while it was hashed', () => {
  const changed = async (id: string): Promise<void> => {
    const { body } = await plane.ask('POST', `/users/${id}/reset-password`, { body: {} });
    const used = { secret: secretOf(body), password: 'a wholly new secret' };
    expect((await plane.ask('POST', '/invitations/accept', { as: 'nobody', body: used })).status).toBe(201);
  };

  it('opens no session', async () => {
    const { id } = await signedIn('bob@example.com', 'admin');
    passwords.meanwhile = () => changed(id);
    const credentials = { email: 'bob@example.com', password };
    expect((await newBrowser(plane).ask('POST', '/session', credentials)).status).toBe(401);
    expect(await countOf('user_session')).toBe(0);
  });

  it('does not come back, where its hash would have been renewed', async () => {
    const { id } = await signedIn('bob@example.com', 'admin');
    const dearer = await new Passwords({ ...cheap, passes: 2 }).hash(password);
    await plane.control.sql.updateTable('user_account').set({ password: dearer }).where('id', '=', id).execute();
    passwords.meanwhile = () => changed(id);
    const old = { email: 'bob@example.com', password };
    expect((await newBrowser(plane).ask('POST', '/session', old)).status).toBe(401);
    expect((await newBrowser(plane).ask('POST', '/session', old)).status).toBe(401);
    const now = { email: 'bob@example.com', password: 'a wholly new secret' };
    expect((await newBrowser(plane).ask('POST', '/session', now)).status).toBe(200);
  });

  it('opens no session of somebody who was disabled meanwhile', async () => {
    const { id } = await signedIn('bob@example.com', 'admin');
    passwords.meanwhile = async () => {
      expect((await plane.ask('PATCH', `/users/${id}`, { body: { state: 'disabled' } })).status).toBe(200);
    };
    const credentials = { email: 'bob@example.com', password };
    expect((await newBrowser(plane).ask('POST', '/session', credentials)).status).toBe(401);
    expect(await countOf('user_session')).toBe(0);
  });
});

describe('whoever reads', () => {
  const open = async (path: string, key: string): Promise<ReadableStreamDefaultReader<Uint8Array>> => {
    const headers = { authorization: `Bearer ${key}` };
    const response = await plane.api.fetch(new Request(`http://localhost/api/v1${path}`, { headers }), {
      address: '192.0.2.7',
    });
    expect(response.status).toBe(200);
    const reader = response.body?.getReader();
    if (reader === undefined) throw new Error('there is no stream');
    return reader;
  };

  it('what happens hears nothing of what happens after their key was revoked', async () => {
    const { key, id } = await keyOf('auditor');
    const reader = await open('/events/tail', key);
    expect(Buffer.from((await reader.read()).value ?? []).toString()).toBe('retry: 2000\n\n');
    await keyOf('viewer');
    expect(Buffer.from((await reader.read()).value ?? []).toString()).toContain('api_key.create');
    expect((await plane.ask('DELETE', `/api-keys/${id}`)).status).toBe(200);
    expect(await reader.read()).toEqual({ done: true, value: undefined });
  });

  it('an export gets no page after their key was revoked, and no end that would make it whole', async () => {
    const { sql } = plane.control;
    const { key, id } = await keyOf('auditor');
    const { writer, prev_mac, mac } = await sql
      .selectFrom('event')
      .select(['writer', 'prev_mac', 'mac'])
      .executeTakeFirstOrThrow();
    const text = '{"kind":"event","time":1,"event":"test","detail":{}}';
    const rows = Array.from({ length: 3_000 }, (_, i) => ({
      writer,
      seq: 1_000 + i,
      time: 1,
      name: 'test',
      text,
      prev_mac,
      mac,
    }));
    for (let at = 0; at < rows.length; at += 500) {
      await sql
        .insertInto('event')
        .values(rows.slice(at, at + 500))
        .execute();
    }
    const reader = await open('/events/export', key);
    let lines = Buffer.from((await reader.read()).value ?? [])
      .toString()
      .split('\n').length;
    expect((await plane.ask('DELETE', `/api-keys/${id}`)).status).toBe(200);
    const rest = async (): Promise<void> => {
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return;
        lines += Buffer.from(value).toString().split('\n').length;
      }
    };
    await expect(rest()).rejects.toMatchObject({ code: 'unauthenticated' });
    // What stood ready when it was revoked is no more than two pages.
    expect(lines).toBeLessThan(1_600);
  });
});

describe('whoever has many requests under way', () => {
  const ask = (key: string) =>
    plane.api.fetch(
      new Request('http://localhost/api/v1/events/tail', { headers: { authorization: `Bearer ${key}` } }),
      { address: '192.0.2.7' },
    );

  it('gets no more of them until one has ended, and keeps nobody else out', async () => {
    const eve = await keyOf('auditor');
    const ada = await keyOf('auditor');
    const open = await Promise.all(Array.from({ length: 32 }, () => ask(eve.key)));
    expect(open.map(({ status }) => status)).toEqual(open.map(() => 200));
    expect((await ask(eve.key)).status).toBe(429);
    expect((await plane.ask('GET', '/users', { bearer: eve.key })).status).toBe(429);
    const others = await ask(ada.key);
    expect(others.status).toBe(200);
    await open.pop()?.body?.cancel();
    const again = await ask(eve.key);
    expect(again.status).toBe(200);
    // What is refused, or is not there, is over like anything else.
    for (let i = 0; i < 40; i++) {
      expect((await plane.ask('GET', '/captures', { bearer: ada.key })).status).toBe(200);
      expect((await plane.ask('POST', '/api-keys', { bearer: ada.key, body: {} })).status).toBe(403);
    }
    for (const { body } of [...open, others, again]) await body?.cancel();
  });
});
