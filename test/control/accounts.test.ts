import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { totpCode, totpStep } from '../../src/accounts/index.ts';
import { newBrowser } from '../support/browser-end.ts';
import { actorOf, openTestControl, type TestControl } from '../support/control.ts';

const password = 'correct horse battery';
const minute = 60_000;
const hour = 60 * minute;

let plane: TestControl;
beforeEach(async () => {
  plane = await openTestControl({ origin: () => 'http://127.0.0.1:7070' });
});
afterEach(async () => {
  const reader = await plane.reader();
  const { findings } = await reader.verify(plane.control.keys, []);
  await reader.close();
  await plane.close();
  expect(findings).toEqual([]);
  expect(plane.errors).toEqual([]);
});

const secretOf = (body: unknown): string => (body as { link: string }).link.split('#')[1] ?? '';

/** The first user, signed in. */
async function setUp() {
  const link = await plane.ask('POST', '/setup/link', { body: {} });
  const browser = newBrowser(plane);
  const person = { email: 'Ada@Example.com', name: 'Ada', password };
  const answer = await browser.ask('POST', '/setup', { secret: secretOf(link.body), ...person });
  expect(answer.status).toBe(200);
  const { user } = answer.body as { user: { id: string } };
  return { browser, id: user.id };
}

async function invite(email: string, role: string) {
  const made = await plane.ask('POST', '/invitations', { body: { email, name: email, role } });
  const answer = await plane.ask('POST', '/invitations/accept', {
    as: 'nobody',
    body: { secret: secretOf(made.body), password },
  });
  expect(answer.status).toBe(201);
  const browser = newBrowser(plane);
  await browser.ask('POST', '/session', { email, password });
  return { browser, id: (answer.body as { id: string }).id };
}

const events = async (): Promise<string[]> => {
  const rows = await plane.control.sql.selectFrom('event').select('name').orderBy('id').execute();
  return rows.map(({ name }) => name);
};

describe('set-up', () => {
  it('makes the first user by a link that works once and for 15 minutes', async () => {
    expect((await plane.ask('GET', '/setup', { as: 'nobody' })).body).toEqual({ needed: true });
    const { body } = await plane.ask('POST', '/setup/link', { body: {} });
    expect(body).toMatchObject({ link: expect.stringMatching(/^http:\/\/127\.0\.0\.1:7070\/setup#[\w-]{43}$/) });
    const person = { secret: secretOf(body), email: 'ada@example.com', name: 'Ada', password };
    plane.clock.advance(15 * minute);
    expect((await plane.ask('POST', '/setup', { as: 'nobody', body: person })).status).toBe(404);
    const { browser } = await setUp();
    expect((await browser.ask('GET', '/session')).body).toMatchObject({
      user: { email: 'ada@example.com', role: 'admin' },
    });
    expect((await plane.ask('POST', '/setup/link', { body: {} })).status).toBe(409);
    expect((await plane.ask('GET', '/setup', { as: 'nobody' })).body).toEqual({ needed: false });
    expect(await events()).toEqual(['setup.issue', 'setup.issue', 'setup.complete', 'session.begin']);
  });

  it('takes one of two who come at the same time', async () => {
    const secret = secretOf((await plane.ask('POST', '/setup/link', { body: {} })).body);
    const answers = await Promise.all(
      ['a@example.com', 'b@example.com'].map((email) =>
        plane.ask('POST', '/setup', { as: 'nobody', body: { secret, email, name: 'x', password } }),
      ),
    );
    expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 404]);
  });

  it('has no weak password, and no default one', async () => {
    const secret = secretOf((await plane.ask('POST', '/setup/link', { body: {} })).body);
    const body = { secret, email: 'ada@example.com', name: 'Ada', password: 'aaaaaaaaaaaaa' };
    expect(await plane.ask('POST', '/setup', { as: 'nobody', body })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/password', message: 'is too easy to guess' }] },
    });
    expect(await plane.control.sql.selectFrom('user_account').selectAll().execute()).toEqual([]);
  });
});

describe('a session', () => {
  it('needs its cookie and its token, of one session', async () => {
    const { browser } = await setUp();
    const other = newBrowser(plane);
    await other.ask('POST', '/session', { email: 'ada@example.com', password });
    const halves = [
      { cookie: browser.cookie },
      { authorization: `Bearer ${browser.token}` },
      { cookie: browser.cookie, authorization: `Bearer ${other.token}` },
      { cookie: `${browser.cookie}; ${other.cookie}`, authorization: `Bearer ${browser.token}` },
    ];
    for (const headers of halves) {
      expect((await plane.ask('GET', '/session', { as: 'nobody', headers })).status).toBe(401);
    }
    expect((await browser.ask('GET', '/session')).status).toBe(200);
  });

  it('has a cookie that no page reads and no other site sends', async () => {
    await setUp();
    const { headers } = await newBrowser(plane).ask('POST', '/session', { email: 'ada@example.com', password });
    expect(headers.getSetCookie()).toEqual([
      expect.stringMatching(/^toolgate_[0-9a-f]{8}=[\w-]{43}; Path=\/; Max-Age=604800; HttpOnly; SameSite=Strict$/),
      expect.stringMatching(
        /^toolgate_[0-9a-f]{8}_device=tgs1[\w.-]+; Path=\/; Max-Age=7776000; HttpOnly; SameSite=Strict$/,
      ),
    ]);
  });

  it('ends after twelve hours without use, and after seven days with it', async () => {
    const { browser } = await setUp();
    for (let hours = 0; hours < 167; hours += 11) {
      expect((await browser.ask('GET', '/session')).status).toBe(200);
      plane.clock.advance(11 * hour);
    }
    expect((await browser.ask('GET', '/session')).status).toBe(401);
    await browser.ask('POST', '/session', { email: 'ada@example.com', password }, { authorization: '', cookie: '' });
  });

  it('is not used by a page that nobody is at', async () => {
    const { browser } = await setUp();
    const byItself = { 'toolgate-unattended': 'yes' };
    for (let hours = 0; hours < 12; hours += 1) {
      expect((await browser.ask('GET', '/session', undefined, byItself)).status).toBe(200);
      plane.clock.advance(hour);
    }
    expect((await browser.ask('GET', '/session', undefined, byItself)).status).toBe(401);
    expect((await browser.ask('GET', '/session')).status).toBe(401);
  });

  it('is over at once when one signs out, and so are all when the password is changed', async () => {
    const { browser } = await setUp();
    const other = newBrowser(plane);
    await other.ask('POST', '/session', { email: 'ada@example.com', password });
    const before = { cookie: other.cookie, authorization: `Bearer ${other.token}` };
    const changed = await other.ask('POST', '/profile/password', {
      current: password,
      password: 'another long secret',
    });
    expect(changed.status).toBe(200);
    expect((await browser.ask('GET', '/session')).status).toBe(401);
    expect((await plane.ask('GET', '/session', { as: 'nobody', headers: before })).status).toBe(401);
    const after = { cookie: other.cookie, authorization: `Bearer ${other.token}` };
    const out = await other.ask('DELETE', '/session');
    expect(out.headers.getSetCookie()).toEqual([expect.stringContaining('Max-Age=0')]);
    expect((await plane.ask('GET', '/session', { as: 'nobody', headers: after })).status).toBe(401);
    const stale = await newBrowser(plane).ask('POST', '/session', { email: 'ada@example.com', password });
    expect(stale.status).toBe(401);
  });

  it('is listed to its owner, who can end it, and nobody else’s can be ended', async () => {
    const { browser } = await setUp();
    const { browser: eve } = await invite('eve@example.com', 'viewer');
    const own = (await browser.ask('GET', '/sessions')).body as { items: { id: string; current: boolean }[] };
    expect(own.items).toEqual([
      expect.objectContaining({ current: true, address: '192.0.2.7', userAgent: 'browser of a test' }),
    ]);
    expect((await eve.ask('DELETE', `/sessions/${own.items[0]?.id}`)).status).toBe(404);
    expect((await browser.ask('DELETE', `/sessions/${own.items[0]?.id}`)).status).toBe(200);
    expect((await browser.ask('GET', '/sessions')).status).toBe(401);
  });

  it('is listed to nobody else, whatever their role', async () => {
    const { browser } = await setUp();
    const { browser: eve } = await invite('eve@example.com', 'admin');
    const idsOf = async (of: typeof browser): Promise<string[]> =>
      ((await of.ask('GET', '/sessions')).body as { items: { id: string }[] }).items.map(({ id }) => id);
    const [hers, others] = [await idsOf(browser), await idsOf(eve)];
    expect([hers.length, others.length]).toEqual([1, 1]);
    expect(others).not.toEqual(hers);
  });

  it('has its answers kept for it, and for nobody else who knows the key that they were asked for with', async () => {
    const { browser } = await setUp();
    const { browser: eve } = await invite('eve@example.com', 'admin');
    const make = async (by: typeof browser): Promise<string> => {
      const answer = await by.ask('POST', '/api-keys', { name: 'one', role: 'viewer' }, { 'idempotency-key': 'k-1' });
      return (answer.body as { key: string }).key;
    };
    const first = await make(browser);
    expect(first).toMatch(/^tg/);
    expect(await make(browser)).toBe(first);
    expect(await make(eve)).not.toBe(first);
  });
});

describe('sign-in', () => {
  it('says the same, and hashes as often, whether the account exists, is disabled or has another password', async () => {
    await setUp();
    const { id } = await invite('eve@example.com', 'viewer');
    await plane.ask('PATCH', `/users/${id}`, { body: { state: 'disabled' } });
    const answers = [];
    for (const email of ['ada@example.com', 'nobody@example.com']) {
      answers.push(await newBrowser(plane).ask('POST', '/session', { email, password: 'wrong' }));
    }
    answers.push(await newBrowser(plane).ask('POST', '/session', { email: 'eve@example.com', password }));
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect(answers[0]?.status).toBe(401);
  });

  it('is slowed down for an account, also for its owner, also for one that does not exist, and put on record', async () => {
    await setUp();
    for (const email of ['ada@example.com', 'nobody@example.com']) {
      const attempt = (given: string) => newBrowser(plane).ask('POST', '/session', { email, password: given });
      const statuses = [];
      for (let i = 0; i < 6; i++) statuses.push((await attempt('wrong')).status);
      expect(statuses).toEqual([401, 401, 401, 401, 401, 429]);
      const waiting = await attempt(password);
      expect(waiting.status).toBe(429);
      expect(Number(waiting.headers.get('retry-after'))).toBe(1);
      plane.clock.advance(1_000);
      expect((await attempt(password)).status).toBe(email === 'ada@example.com' ? 200 : 401);
    }
    expect((await events()).filter((name) => name === 'session.refused')).toHaveLength(3);
  });

  it('is slowed down for an address, whatever the account', async () => {
    await setUp();
    const statuses = [];
    for (let i = 0; i < 21; i++) {
      const { status } = await newBrowser(plane).ask('POST', '/session', { email: `n${i}@example.com`, password: 'x' });
      statuses.push(status);
    }
    expect(statuses.filter((status) => status === 401)).toHaveLength(20);
    expect(statuses.at(-1)).toBe(429);
  });

  it('is no quicker for an address from which somebody signs in between guesses', async () => {
    await setUp();
    const statuses = [];
    for (let i = 0; i < 21; i++) {
      const { status } = await newBrowser(plane).ask('POST', '/session', { email: `n${i}@example.com`, password: 'x' });
      statuses.push(status);
      if (i < 20) await newBrowser(plane).ask('POST', '/session', { email: 'ada@example.com', password });
    }
    expect(statuses).toEqual([...Array(20).fill(401), 429]);
  });

  it('forgets guesses after an hour without one, and none before', async () => {
    await setUp();
    const guess = async (): Promise<number> =>
      (await newBrowser(plane).ask('POST', '/session', { email: 'ada@example.com', password: 'wrong' })).status;
    const five = async (): Promise<number[]> => {
      const statuses = [];
      for (let i = 0; i < 6; i++) statuses.push(await guess());
      return statuses;
    };
    expect(await five()).toEqual([401, 401, 401, 401, 401, 429]);
    plane.clock.advance(hour - 1);
    expect([await guess(), await guess()]).toEqual([401, 429]);
    plane.clock.advance(hour);
    expect(await five()).toEqual([401, 401, 401, 401, 401, 429]);
  });

  it('lets no more guesses through when they all come at once', async () => {
    await setUp();
    const guesses = Array.from({ length: 30 }, (_, i) =>
      newBrowser(plane).ask('POST', '/session', { email: 'ada@example.com', password: `guess ${i}` }),
    );
    const statuses = (await Promise.all(guesses)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 401)).toHaveLength(5);
    expect(statuses.filter((status) => status === 429)).toHaveLength(25);
  });
});

describe('a second factor', () => {
  const bytesOf = (secret: string): Buffer => {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
    const bits = Array.from(secret, (c) => alphabet.indexOf(c).toString(2).padStart(5, '0')).join('');
    return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  };

  async function withFactor() {
    const { browser, id } = await setUp();
    const enrolled = await browser.ask('POST', '/profile/second-factor', { password });
    const secret = bytesOf((enrolled.body as { secret: string }).secret);
    const code = (): string => totpCode(secret, totpStep(plane.clock.now()));
    const confirmed = await browser.ask('POST', '/profile/second-factor/confirm', { code: code() });
    const { recoveryCodes } = confirmed.body as { recoveryCodes: string[] };
    return { browser, id, code, recoveryCodes };
  }
  const sign = (more: object = {}) =>
    newBrowser(plane).ask('POST', '/session', { email: 'ada@example.com', password, ...more });

  it('is asked for from its first code on, each code once', async () => {
    const { browser, code, recoveryCodes } = await withFactor();
    expect((await browser.ask('GET', '/session')).body).toMatchObject({ user: { secondFactor: true } });
    expect(recoveryCodes).toHaveLength(10);
    expect(await sign()).toMatchObject({ status: 401, body: { code: 'second_factor_required' } });
    expect((await sign({ totp: code() })).status).toBe(401);
    plane.clock.advance(30_000);
    expect((await sign({ totp: code() })).status).toBe(200);
    expect((await sign({ totp: code() })).status).toBe(401);
  });

  it('makes sign-in as slow for whoever guesses its codes and has the password', async () => {
    const { code } = await withFactor();
    const wrong = code() === '000000' ? '000001' : '000000';
    const statuses = [];
    for (let i = 0; i < 6; i++) statuses.push((await sign({ totp: wrong })).status);
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429]);
    expect((await sign()).status).toBe(429);
  });

  it('is kept sealed', async () => {
    await withFactor();
    const { secret } = await plane.control.sql.selectFrom('second_factor').select('secret').executeTakeFirstOrThrow();
    expect(secret).toMatch(/^tgs1\./);
  });

  it('can be replaced by a recovery code, each one once', async () => {
    const { recoveryCodes } = await withFactor();
    const [first = ''] = recoveryCodes;
    expect((await sign({ recoveryCode: first.toUpperCase() })).status).toBe(200);
    expect((await sign({ recoveryCode: first })).status).toBe(401);
  });

  it('opens one session with one code, of either kind, however many come at the same moment', async () => {
    const { recoveryCodes, code } = await withFactor();
    plane.clock.advance(2 * minute);
    for (const more of [{ recoveryCode: recoveryCodes[0] }, { totp: code() }]) {
      const both = await Promise.all([sign(more), sign(more)]);
      expect(both.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 401]);
    }
  });

  it('is removed with the password and a code of either kind, or by an admin', async () => {
    const { browser, id, code, recoveryCodes } = await withFactor();
    const remove = (more: object) => browser.ask('POST', '/profile/second-factor/remove', { password, ...more });
    expect(await remove({})).toMatchObject({ status: 401, body: { code: 'second_factor_required' } });
    const used = code();
    expect((await remove({ totp: used })).status).toBe(401);
    expect((await remove({ recoveryCode: '' })).status).toBe(401);
    expect((await remove({ recoveryCode: recoveryCodes[0]?.slice(1) })).status).toBe(401);
    plane.clock.advance(30_000);
    expect((await remove({ password: 'wrong', totp: code() })).status).toBe(401);
    expect(await sign()).toMatchObject({ status: 401, body: { code: 'second_factor_required' } });
    // What was refused has spent no code.
    expect((await remove({ totp: code() })).status).toBe(200);
    expect((await sign()).status).toBe(200);
    expect(await remove({ recoveryCode: recoveryCodes[1] })).toMatchObject({ status: 409 });
    expect((await plane.ask('POST', `/users/${id}/remove-second-factor`, { body: {} })).status).toBe(409);
  });

  it('is removed with a recovery code where the authenticator was lost, and its codes are guessed no quicker than elsewhere', async () => {
    const { browser, recoveryCodes } = await withFactor();
    const remove = (recoveryCode: string) =>
      browser.ask('POST', '/profile/second-factor/remove', { password, recoveryCode });
    const statuses = [];
    for (let i = 0; i < 6; i++) statuses.push((await remove(`guess ${i}`)).status);
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429]);
    const [first = ''] = recoveryCodes;
    expect((await remove(first)).status).toBe(429);
    plane.clock.advance(1_000);
    expect((await remove(first)).status).toBe(200);
    expect((await sign()).status).toBe(200);
  });
});

describe('users', () => {
  it('are invited by a link that works once, is withdrawn by a newer one, and lasts three days', async () => {
    await setUp();
    const invitation = { email: 'eve@example.com', name: 'Eve', role: 'approver' };
    const first = secretOf((await plane.ask('POST', '/invitations', { body: invitation })).body);
    const second = secretOf((await plane.ask('POST', '/invitations', { body: invitation })).body);
    const show = (secret: string) => plane.ask('POST', '/invitations/show', { as: 'nobody', body: { secret } });
    expect((await show(first)).status).toBe(404);
    expect((await show(second)).body).toEqual({
      kind: 'invitation',
      email: 'eve@example.com',
      name: 'Eve',
      apiKeys: [],
    });
    plane.clock.advance(72 * hour);
    expect((await show(second)).status).toBe(404);
    await invite('eve@example.com', 'approver');
    expect((await plane.ask('POST', '/invitations', { body: invitation })).status).toBe(409);
    expect((await plane.ask('GET', '/invitations')).body).toEqual({ items: [] });
  });

  it('lose sessions and the keys that they made with their role, and when they are disabled or removed', async () => {
    await setUp();
    for (const change of [{ role: 'viewer' }, { state: 'disabled' }, undefined]) {
      const { browser, id } = await invite('bob@example.com', 'admin');
      const made = await browser.ask('POST', '/api-keys', { name: 'bob’s', role: 'admin' });
      const { key } = made.body as { key: string };
      expect((await plane.ask('GET', '/users', { bearer: key })).status).toBe(200);
      if (change !== undefined) expect((await plane.ask('PATCH', `/users/${id}`, { body: change })).status).toBe(200);
      else expect((await plane.ask('DELETE', `/users/${id}`)).status).toBe(200);
      expect((await browser.ask('GET', '/session')).status).toBe(401);
      expect((await plane.ask('GET', '/users', { bearer: key })).status).toBe(401);
      if (change !== undefined) await plane.ask('DELETE', `/users/${id}`);
    }
  });

  it('leave nothing behind that lets them in again: no key that a key of theirs made, and no link', async () => {
    const ada = await setUp();
    for (const change of [{ role: 'viewer' }, { state: 'disabled' }, undefined]) {
      const { browser, id } = await invite('bob@example.com', 'admin');
      const make = async (bearer?: string): Promise<{ key: string; apiKey: { id: string } }> => {
        const body = { name: 'bob’s', role: 'admin' };
        const made = await (bearer === undefined
          ? browser.ask('POST', '/api-keys', body)
          : plane.ask('POST', '/api-keys', { bearer, body }));
        return made.body as Awaited<ReturnType<typeof make>>;
      };
      const first = await make();
      const second = await make(first.key);
      const third = await make(second.key);
      const links = [
        await browser.ask('POST', '/invitations', { email: 'eve@example.com', name: 'Eve', role: 'admin' }),
        await plane.ask('POST', '/invitations', {
          bearer: third.key,
          body: { email: 'eva@example.com', name: 'Eva', role: 'admin' },
        }),
        await plane.ask('POST', `/users/${ada.id}/reset-password`, { bearer: first.key, body: {} }),
      ];
      for (const link of links) expect(link.status, JSON.stringify(link.body)).toBeLessThan(300);
      // In an older database it names the key that it was made with.
      await plane.control.sql
        .updateTable('api_key')
        .set({ created_by: `api_key:${second.apiKey.id}` })
        .where('id', '=', third.apiKey.id)
        .execute();
      const path = `/users/${id}`;
      const gone = await (change === undefined
        ? plane.ask('DELETE', path)
        : plane.ask('PATCH', path, { body: change }));
      expect(gone.status).toBe(200);
      expect((await plane.ask('GET', '/users', { bearer: third.key })).status).toBe(401);
      for (const link of links) {
        const used = { secret: secretOf(link.body), password };
        expect((await plane.ask('POST', '/invitations/accept', { as: 'nobody', body: used })).status).toBe(404);
      }
      if (change !== undefined) await plane.ask('DELETE', path);
    }
  });

  it('never lose their last admin', async () => {
    const { id } = await setUp();
    await invite('eve@example.com', 'viewer');
    expect((await plane.ask('PATCH', `/users/${id}`, { body: { role: 'viewer' } })).status).toBe(409);
    expect((await plane.ask('PATCH', `/users/${id}`, { body: { state: 'disabled' } })).status).toBe(409);
    expect((await plane.ask('DELETE', `/users/${id}`)).status).toBe(409);
    const { id: bob } = await invite('bob@example.com', 'admin');
    const both = await Promise.all([id, bob].map((one) => plane.ask('DELETE', `/users/${one}`)));
    expect(both.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 409]);
  });

  it('get a new password by a link, which ends their sessions and leaves the second factor', async () => {
    const { browser, id } = await setUp();
    const link = await plane.ask('POST', `/users/${id}/reset-password`, { body: {} });
    const body = { secret: secretOf(link.body), password: 'a wholly new secret' };
    expect((await plane.ask('POST', '/invitations/accept', { as: 'nobody', body })).status).toBe(201);
    expect((await plane.ask('POST', '/invitations/accept', { as: 'nobody', body })).status).toBe(404);
    expect((await browser.ask('GET', '/session')).status).toBe(401);
    const signed = await newBrowser(plane).ask('POST', '/session', {
      email: 'ada@example.com',
      password: body.password,
    });
    expect(signed.status).toBe(200);
  });

  it.each(['when the link is made', 'when it is used', 'never'] as const)(
    'are told of the API keys that they made with a link for a new password, and lose them %s',
    async (when) => {
      const { browser, id } = await setUp();
      const made = async (name: string, by: { readonly bearer?: string } = {}) => {
        const body = { name, role: 'admin' };
        const answer = await (by.bearer === undefined
          ? browser.ask('POST', '/api-keys', body)
          : plane.ask('POST', '/api-keys', { ...by, body }));
        return answer.body as { key: string; apiKey: { id: string; name: string } };
      };
      const first = await made('first');
      const second = await made('second', { bearer: first.key });
      const invited = await browser.ask('POST', '/invitations', {
        email: 'eve@example.com',
        name: 'Eve',
        role: 'admin',
      });
      const other = (await plane.ask('POST', '/api-keys', { body: { name: 'other', role: 'admin' } })).body as {
        key: string;
      };
      const ending = (at: typeof when) => (when === at ? { made: 'revoke' } : {});
      const body = ending('when the link is made');
      const link = await plane.ask('POST', `/users/${id}/reset-password`, { body });
      const secret = secretOf(link.body);
      const names = ({ apiKeys }: { apiKeys: { name: string }[] }) => apiKeys.map(({ name }) => name).sort();
      const left = when === 'when the link is made' ? [] : ['first', 'second'];
      expect(names(link.body as never)).toEqual(left);
      const shown = await plane.ask('POST', '/invitations/show', { as: 'nobody', body: { secret } });
      expect(names(shown.body as never)).toEqual(left);
      const used = { secret, password: 'a wholly new secret', ...ending('when it is used') };
      expect((await plane.ask('POST', '/invitations/accept', { as: 'nobody', body: used })).status).toBe(201);
      const opens = async (bearer: string) => (await plane.ask('GET', '/servers', { bearer })).status;
      const status = when === 'never' ? 200 : 401;
      expect([await opens(first.key), await opens(second.key)]).toEqual([status, status]);
      // Somebody else's goes on in any case.
      expect(await opens(other.key)).toBe(200);
      const late = { secret: secretOf(invited.body), password: 'eve’s own new secret' };
      const joins = await plane.ask('POST', '/invitations/accept', { as: 'nobody', body: late });
      expect(joins.status).toBe(when === 'never' ? 201 : 404);
      const events = await plane.control.sql.selectFrom('event').select(['name', 'text']).orderBy('seq').execute();
      const taken = events.map(({ name, text }) => [name, JSON.parse(text).detail.taken]).filter(([, what]) => what);
      expect(taken).toEqual(
        when === 'never'
          ? []
          : [[when === 'when it is used' ? 'user.password_reset' : 'user.reset_password', { apiKeys: 2, links: 1 }]],
      );
    },
  );

  it('get no new password by a link that was made before their rights or their password changed', async () => {
    await setUp();
    for (const change of ['role', 'disabled', 'disabled and not', 'password', 'made for somebody disabled']) {
      const { browser, id } = await invite('bob@example.com', 'viewer');
      const patch = async (body: object): Promise<void> => {
        expect((await plane.ask('PATCH', `/users/${id}`, { body })).status).toBe(200);
      };
      if (change.startsWith('made')) await patch({ state: 'disabled' });
      const link = await plane.ask('POST', `/users/${id}/reset-password`, { body: {} });
      if (change === 'role') await patch({ role: 'admin' });
      if (change.startsWith('disabled')) await patch({ state: 'disabled' });
      if (change.endsWith('not')) await patch({ state: 'active' });
      if (change === 'password') {
        const changed = { current: password, password: 'a wholly new secret' };
        expect((await browser.ask('POST', '/profile/password', changed)).status).toBe(200);
      }
      const used = { secret: secretOf(link.body), password: 'another new secret' };
      expect((await plane.ask('POST', '/invitations/accept', { as: 'nobody', body: used })).status, change).toBe(404);
      await plane.ask('DELETE', `/users/${id}`);
    }
  });

  it('get one of a kind with one link, however many use it at the same moment', async () => {
    const ada = await setUp();
    const body = { email: 'bob@example.com', name: 'Bob', role: 'admin' };
    const links = [
      await plane.ask('POST', '/invitations', { body }),
      await plane.ask('POST', `/users/${ada.id}/reset-password`, { body: {} }),
    ];
    for (const link of links) {
      const used = await Promise.all(
        ['first wholly new secret', 'other wholly new secret'].map((chosen) =>
          plane.ask('POST', '/invitations/accept', {
            as: 'nobody',
            body: { secret: secretOf(link.body), password: chosen },
          }),
        ),
      );
      expect(used.map(({ status }) => status).sort((a, b) => a - b)).toEqual([201, 404]);
    }
  });

  it('are listed in pages', async () => {
    await setUp();
    for (const name of ['b', 'c', 'd']) await invite(`${name}@example.com`, 'viewer');
    const first = (await plane.ask('GET', '/users?limit=3')).body as { items: { email: string }[]; next: string };
    const second = (await plane.ask('GET', `/users?limit=3&cursor=${first.next}`)).body as typeof first;
    expect([...first.items, ...second.items].map(({ email }) => email).sort()).toEqual(
      ['ada', 'b', 'c', 'd'].map((name) => `${name}@example.com`),
    );
    expect(second.next).toBeUndefined();
    expect((await plane.ask('GET', '/users?cursor=nonsense')).status).toBe(422);
  });
});

describe('an API key', () => {
  it('opens what its role opens, until it is revoked or has expired, and nothing of a person’s', async () => {
    const body = { name: 'ci', role: 'viewer', expiresAt: plane.clock.now() + hour };
    const made = (await plane.ask('POST', '/api-keys', { body })).body as { key: string; apiKey: { id: string } };
    expect((await plane.ask('GET', '/api-keys', { bearer: made.key })).status).toBe(403);
    expect((await plane.ask('GET', '/session', { bearer: made.key })).status).toBe(403);
    const { items } = (await plane.ask('GET', '/api-keys')).body as { items: object[] };
    expect(items).toEqual([{ ...made.apiKey, lastUsedAt: plane.clock.now() }]);
    plane.clock.advance(hour);
    expect((await plane.ask('GET', '/api-keys', { bearer: made.key })).status).toBe(401);
    expect((await plane.ask('DELETE', `/api-keys/${made.apiKey.id}`)).status).toBe(200);
    expect((await plane.ask('DELETE', `/api-keys/${made.apiKey.id}`)).status).toBe(404);
  });

  /** Makes a key with another one, or as the operator. */
  async function made(
    bearer: string | undefined,
    more: object = {},
  ): Promise<{ key: string; id: string; status: number }> {
    const options = bearer === undefined ? {} : { bearer };
    const body = { name: 'k', role: 'admin', ...more };
    const answer = await plane.ask('POST', '/api-keys', { ...options, body });
    const { key = '', apiKey = { id: '' } } = answer.body as { key?: string; apiKey?: { id: string } };
    return { key, id: apiKey.id, status: answer.status };
  }
  const opens = async (bearer: string): Promise<boolean> =>
    (await plane.ask('GET', '/users', { bearer })).status === 200;

  it('that is made with a key ends no later than that one, and so does a link', async () => {
    const { id } = await setUp();
    const end = plane.clock.now() + hour / 2;
    const first = await made(undefined, { expiresAt: end });
    for (const expiresAt of [undefined, null, end + 1]) {
      expect((await made(first.key, { expiresAt })).status).toBe(422);
    }
    const second = await made(first.key, { expiresAt: end });
    expect(second.status).toBe(201);
    expect((await made(second.key)).status).toBe(422);
    const body = { email: 'eve@example.com', name: 'Eve', role: 'admin' };
    const links = [
      await plane.ask('POST', '/invitations', { bearer: first.key, body }),
      await plane.ask('POST', `/users/${id}/reset-password`, { bearer: second.key, body: {} }),
    ];
    expect(links.map(({ status }) => status)).toEqual([201, 201]);
    plane.clock.advance(hour / 2);
    for (const link of links) {
      const used = { secret: secretOf(link.body), password };
      expect((await plane.ask('POST', '/invitations/accept', { as: 'nobody', body: used })).status).toBe(404);
    }
  });

  it('that comes from eight others makes no more', async () => {
    await setUp();
    let last = await made(undefined);
    for (let others = 1; others <= 8; others += 1) {
      last = await made(last.key);
      expect(last.status).toBe(201);
    }
    const body = { name: 'one more', role: 'viewer' };
    const refused = await plane.ask('POST', '/api-keys', { bearer: last.key, body });
    expect(refused.status).toBe(409);
    expect(JSON.stringify(refused.body)).toContain('comes from 8 others already');
  });

  it('goes with the keys and links that were made with it, and with those in turn; or leaves them', async () => {
    await setUp();
    for (const keep of [false, true]) {
      const first = await made(undefined);
      const second = await made(first.key);
      const third = await made(second.key);
      const other = await made(undefined);
      const body = { email: 'eve@example.com', name: 'Eve', role: 'admin' };
      const link = await plane.ask('POST', '/invitations', { bearer: third.key, body });
      const { items } = (await plane.ask('GET', '/api-keys')).body as {
        items: { id: string; madeWith: string | null }[];
      };
      expect(new Map(items.map(({ id, madeWith }) => [id, madeWith]))).toMatchObject(
        new Map([
          [first.id, null],
          [second.id, first.id],
          [third.id, second.id],
          [other.id, null],
        ]),
      );
      const gone = await plane.ask('DELETE', `/api-keys/${first.id}${keep ? '?made=keep' : ''}`);
      expect(gone).toMatchObject({ status: 200, body: keep ? { apiKeys: 0, links: 0 } : { apiKeys: 2, links: 1 } });
      expect(await Promise.all([first, second, third, other].map(({ key }) => opens(key)))).toEqual([
        false,
        keep,
        keep,
        true,
      ]);
      const used = { secret: secretOf(link.body), password };
      const accepted = await plane.ask('POST', '/invitations/accept', { as: 'nobody', body: used });
      expect(accepted.status).toBe(keep ? 201 : 404);
      await plane.ask('DELETE', `/api-keys/${other.id}`);
    }
  });

  it('comes from no more than eight', async () => {
    let key = await made(undefined);
    for (let generation = 0; generation < 8; generation++) {
      const next = await made(key.key);
      expect(next.status).toBe(201);
      key = next;
    }
    expect((await made(key.key)).status).toBe(409);
  });

  it('is made once under an Idempotency-Key, which is each caller’s own', async () => {
    const body = { name: 'ci', role: 'viewer' };
    const ask = (as = actorOf('admin')) =>
      plane.ask('POST', '/api-keys', { as, body, headers: { 'idempotency-key': 'k' } });
    const [first, again, others] = [await ask(), await ask(), await ask(actorOf('admin', 'another'))];
    expect(again.body).toEqual(first.body);
    expect(others.body).not.toEqual(first.body);
    const { answer } = await plane.control.sql.selectFrom('idempotency').select('answer').executeTakeFirstOrThrow();
    expect(answer).toMatch(/^tgs1\./);
  });
});
