import { hash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Actor } from '../../src/accounts/index.ts';
import { tellOfApprovals } from '../../src/composition/tell-of-approvals.ts';
import { argumentsMac } from '../../src/control/verbs/approval/decide-by.ts';
import { type FrontDoor, openFrontDoor } from '../../src/edge/index.ts';
import { canonical, type JsonObject } from '../../src/protocol/index.ts';
import { argumentSeal, SqlQueue } from '../../src/store/approvals/index.ts';
import { type AskingOf, askingOf } from '../contract/approvals/calls.ts';
import { openTestControl, type TestControl } from '../support/control.ts';

const person = { email: 'ada@example.com', name: 'Ada', password: 'correct horse battery staple' };

let plane: TestControl;
let queue: SqlQueue;
beforeEach(async () => {
  plane = await openTestControl();
  queue = new SqlQueue(plane.control.sql, {
    clock: plane.clock,
    seal: argumentSeal(plane.control.keys),
    tell: tellOfApprovals(
      plane.control.keys,
      () => 'https://gateway.example.com',
      () => ({ webhooks: [] }),
    ),
    onError: (error) => plane.errors.push(error),
  });
});
afterEach(async () => {
  await queue.close();
  await plane.close();
  expect(plane.errors).toEqual([]);
});

async function asked(of: AskingOf = {}, args?: JsonObject): Promise<string> {
  const asking = askingOf({ args: { path: '/x' }, ...of });
  const text = args === undefined ? asking.arguments : canonical(args);
  const answer = await queue.ask({ ...asking, arguments: text });
  if (answer.kind !== 'pending') throw new Error(answer.kind);
  return answer.id;
}

/** The first user, an admin, with both halves of a session. */
async function signedUp(): Promise<{ readonly actor: Actor; readonly id: string }> {
  const { body } = await plane.ask('POST', '/setup/link', { body: {} });
  const secret = (body as { link: string }).link.split('#')[1];
  const answer = await plane.ask('POST', '/setup', { as: 'nobody', body: { secret, ...person } });
  const { id } = (answer.body as { user: { id: string } }).user;
  return { actor: { kind: 'user', id, role: 'admin' }, id };
}

describe('deciding', () => {
  it('leaves nothing on the record by which arguments could be found by trying them', async () => {
    const { actor } = await signedUp();
    const args = { pin: 1234 };
    const of = (name: string) => ({ args, call: { subject: { kind: 'tool', name } } }) as const;
    const ids = [await asked(of('one')), await asked(of('two'))];
    for (const id of ids) await plane.ask('POST', `/approvals/${id}/deny`, { as: actor, body: {} });
    const proposed = await asked({ ...of('three'), args: { pin: 0 } });
    await plane.ask('POST', `/approvals/${proposed}/propose`, { as: actor, body: { arguments: args } });
    const events = await plane.control.sql.selectFrom('event').select('text').orderBy('seq').execute();
    const decided = events.map(({ text }) => text).filter((text) => text.includes('"approval.'));
    expect(decided).toHaveLength(3);
    // Whatever can be made of them without a key, of themselves or with what else is on record.
    const texts = [canonical(args), JSON.stringify(args), '1234'];
    const guesses = texts.flatMap((text) => [
      ...['sha256', 'sha1', 'sha512'].map((kind) => hash(kind, text, 'hex')),
      ...ids.map((id) => hash('sha256', `${id} ${hash('sha256', text, 'hex')}`, 'hex')),
    ]);
    for (const text of decided) for (const guess of guesses) expect(text).not.toContain(guess);
    const macs = decided.slice(0, 2).map((text) => JSON.parse(text).detail.argumentsMac as string);
    expect(new Set(macs).size).toBe(2);
    // Who has the key can tell.
    const digest = hash('sha256', canonical(args), 'hex');
    expect(macs).toEqual(ids.map((id) => argumentsMac(plane.control.keys, id, digest)));
  });

  it('is put on the record with who decided, and lets one call through', async () => {
    const { actor } = await signedUp();
    const id = await asked();
    const { status, body } = await plane.ask('POST', `/approvals/${id}/approve`, { as: actor, body: {} });
    expect(status).toBe(200);
    expect(body).toMatchObject({ approval: { id, state: 'approved', votes: [{ name: 'ada@example.com' }] } });
    const answer = await queue.ask(askingOf({ args: { path: '/x' } }));
    expect(answer).toMatchObject({ kind: 'cleared', clearance: { by: ['ada@example.com'] } });
    const events = await plane.control.sql.selectFrom('event').select('text').orderBy('seq').execute();
    expect(JSON.parse(events.at(-1)?.text ?? '')).toMatchObject({
      event: 'approval.approve',
      detail: {
        approval: id,
        state: 'approved',
        by: 'ada@example.com',
        grant: 'agent',
        server: 'files',
        subject: 'delete',
      },
    });
  });

  it('goes by the first digits of an id, and says when they are of several or of none', async () => {
    const id = await asked();
    expect((await plane.ask('GET', `/approvals/${id.slice(0, 8)}`)).body).toMatchObject({ id });
    expect((await plane.ask('GET', `/approvals/${'0'.repeat(32)}`)).status).toBe(404);
    expect((await plane.ask('GET', '/approvals/12')).status).toBe(422);
  });

  it('is nobody’s own, by address or by key', async () => {
    const { actor, id: user } = await signedUp();
    for (const requester of [user, person.email]) {
      const id = await asked({ call: { user: requester }, args: { path: requester } });
      const own = await plane.ask('POST', `/approvals/${id}/approve`, { as: actor, body: {} });
      expect(own).toMatchObject({ status: 403, body: { title: 'the call is your own: somebody else must decide' } });
      const made = await plane.ask('POST', '/api-keys', { as: actor, body: { name: 'mine', role: 'approver' } });
      const bearer = (made.body as { key: string }).key;
      expect((await plane.ask('POST', `/approvals/${id}/approve`, { bearer, body: {} })).status).toBe(403);
      // A key that was made with a key is the same person's.
      const asAdmin = { as: actor, body: { name: 'maker', role: 'admin' } };
      const maker = ((await plane.ask('POST', '/api-keys', asAdmin)).body as { key: string }).key;
      const second = await plane.ask('POST', '/api-keys', { bearer: maker, body: { name: 'other', role: 'approver' } });
      const { key } = second.body as { key: string };
      expect((await plane.ask('POST', `/approvals/${id}/approve`, { bearer: key, body: {} })).status).toBe(403);
      expect((await plane.ask('POST', `/approvals/${id}/approve`, { body: {} })).status).toBe(200);
    }
  });

  it('is not two people’s who have one key of the operator’s, and made another with it', async () => {
    const id = await asked({ count: 2 });
    const make = async (by: object) => {
      const made = await plane.ask('POST', '/api-keys', { ...by, body: { name: 'k', role: 'admin' } });
      return { bearer: (made.body as { key: string }).key };
    };
    const first = await make({});
    const second = await make(first);
    const approve = (who: object) => plane.ask('POST', `/approvals/${id}/approve`, { ...who, body: {} });
    expect((await approve(first)).body).toMatchObject({ approval: { state: 'pending', missing: 1 } });
    expect((await approve(second)).status).toBe(409);
    expect((await approve(await make({}))).body).toMatchObject({ approval: { state: 'approved' } });
  });

  it('takes what is proposed to the agent, in canonical form, and nothing that was asked for', async () => {
    const id = await asked();
    const propose = (args: object) =>
      plane.ask('POST', `/approvals/${id}/propose`, { body: { arguments: args, reason: 'There.' } });
    expect((await propose({ path: '/x' })).status).toBe(422);
    const { body } = await propose({ path: '/y', deep: [1, { b: null }] });
    expect(body).toMatchObject({
      approval: { state: 'denied', reason: 'There.' },
      proposal: { state: 'approved', answers: id },
    });
    expect(await queue.ask(askingOf({ args: { path: '/x' } }))).toMatchObject({
      kind: 'denied',
      proposal: { arguments: '{"deep":[1,{"b":null}],"path":"/y"}' },
    });
  });

  it('makes an exception that is listed as the difference that it is, and revoked', async () => {
    const id = await asked();
    const { body } = await plane.ask('POST', `/approvals/${id}/approve`, {
      body: { uses: 3, minutes: 10, arguments: 'any' },
    });
    const { exception } = body as { exception: { id: string } };
    expect(exception).toMatchObject({ uses: 2, used: 0, arguments: 'any', open: true });
    const list = await plane.ask('GET', '/approval-exceptions?open=true');
    expect(list.body).toMatchObject({
      items: [
        {
          difference: expect.stringMatching(
            /^\/tools\/delete\/action: ask → allow, for delete on files by agent with any arguments, until .*, 2 times at most\./,
          ),
        },
      ],
    });
    expect(await queue.ask(askingOf({ args: { path: '/other' } }))).toMatchObject({ kind: 'cleared' });
    expect((await plane.ask('DELETE', `/approval-exceptions/${exception.id}`)).status).toBe(200);
    expect((await plane.ask('GET', '/approval-exceptions?open=true')).body).toEqual({ items: [] });
    expect(await queue.ask(askingOf({ args: { path: '/other' } }))).toMatchObject({ kind: 'pending' });
  });

  it('lists by state as time has it, page by page', async () => {
    const ids: string[] = [];
    for (let n = 0; n < 3; n += 1) {
      ids.unshift(await asked({ args: { n } }));
      plane.clock.advance(1_000);
    }
    const page = await plane.ask('GET', '/approvals?state=pending&limit=2');
    const { items, next } = page.body as { items: { id: string }[]; next: string };
    const rest = await plane.ask('GET', `/approvals?state=pending&limit=2&cursor=${next}`);
    expect([...items, ...(rest.body as { items: { id: string }[] }).items].map(({ id }) => id)).toEqual(ids);
    plane.clock.advance(60_000);
    expect((await plane.ask('GET', '/approvals?state=pending')).body).toEqual({ items: [] });
    expect((await plane.ask('GET', '/approvals?state=expired')).body).toMatchObject({ items: [{}, {}, {}] });
  });
});

describe('seeing', () => {
  it('shows the arguments whole and with nothing hidden, to whoever may decide', async () => {
    const args = {
      path: 'safe\u202etxt.exe',
      'a\u200bb': '\u0007<script>alert(1)</script>',
      'é ': '\u00a0\ufe0f\u3164',
    };
    const id = await asked({}, args);
    const { body } = await plane.ask('GET', `/approvals/${id}`);
    const { arguments: shown } = body as { arguments: string };
    expect(shown).toContain('"path": "safe\\u202etxt.exe"');
    expect(shown).toContain('"a\\u200bb": "\\u0007<script>alert(1)</script>"');
    expect(shown).toContain('"é ": "\\u00a0\\ufe0f\\u3164"');
    expect(JSON.parse(shown)).toEqual(args);
    const viewer = await plane.ask('GET', `/approvals/${id}`, { as: { kind: 'api_key', id: 'k', role: 'viewer' } });
    expect(viewer.body).toMatchObject({ id, arguments: null });
  });

  it('tells approvers of it in the same transaction: tool, rule, names and link, and values only where they are wanted', async () => {
    const id = await asked({ args: { path: '/etc/shadow' } });
    const told = async () =>
      (await plane.control.sql.selectFrom('outbox').select(['type', 'data']).execute()).map(({ type, data }) => ({
        type,
        ...(JSON.parse(data) as object),
      }));
    const [message] = await told();
    expect(message).toMatchObject({
      type: 'approval.waiting',
      data: {
        approval: id,
        grant: 'agent',
        server: 'files',
        tool: 'delete',
        rule: '/tools/delete/action',
        keys: ['path'],
        link: `https://gateway.example.com/decide/${id}`,
      },
    });
    expect(JSON.stringify(message)).not.toContain('shadow');
  });
});

describe('the page that a link leads to', () => {
  let door: FrontDoor;
  let origin: string;
  beforeEach(async () => {
    door = await openFrontDoor({ host: '127.0.0.1', port: 0 }, plane.routes);
    origin = `http://127.0.0.1:${door.address.port}`;
  });
  afterEach(() => door.close(0));

  const send = (path: string, fields?: Record<string, string>, headers: Record<string, string> = {}) =>
    fetch(
      `${origin}${path}`,
      fields === undefined
        ? {}
        : { method: 'POST', body: new URLSearchParams(fields), headers: { Origin: origin, ...headers } },
    );
  const state = async (id: string) => ((await plane.ask('GET', `/approvals/${id}`)).body as { state: string }).state;

  it('shows a form to sign in and nothing else, whatever it names', async () => {
    const id = await asked({ args: { path: 'secret' } });
    const real = await send(`/decide/${id}`);
    const none = await send(`/decide/${'0'.repeat(32)}`);
    const text = await real.text();
    expect(text.replaceAll(id, '')).toBe((await none.text()).replaceAll('0'.repeat(32), ''));
    expect(text).not.toContain('secret');
    expect(real.headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; style-src 'sha256-[^']+'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'$/,
    );
    expect(await state(id)).toBe('pending');
  });

  it('signs in, shows the call as text, and decides by a POST with both halves of the session', async () => {
    await signedUp();
    const id = await asked({}, { path: '</pre><script>alert(1)</script>', bidi: '\u202e' });
    const wrong = await send(`/decide/${id}`, { email: person.email, password: 'wrong wrong wrong' });
    expect(wrong.status).toBe(401);
    const opened = await send(`/decide/${id}`, { email: person.email, password: person.password });
    expect(opened.status).toBe(200);
    const page = await opened.text();
    expect(page).toContain('&lt;/pre&gt;&lt;script&gt;');
    expect(page).not.toContain('<script');
    expect(page).toContain('\\u202e');
    expect(page).not.toContain('\u202e');
    const token = /name="token" value="([^"]+)"/.exec(page)?.[1] ?? '';
    const cookie = opened.headers.get('set-cookie')?.split(';')[0] ?? '';
    expect(opened.headers.get('set-cookie')).toContain('HttpOnly; SameSite=Strict');

    // Neither half decides alone, nor does another site with both.
    expect((await send(`/decide/${id}`, { verdict: 'approve', token })).status).toBe(401);
    expect((await send(`/decide/${id}`, { verdict: 'approve' }, { Cookie: cookie })).status).not.toBe(200);
    const elsewhere = { Cookie: cookie, Origin: 'https://evil.example' };
    expect((await send(`/decide/${id}`, { verdict: 'approve', token }, elsewhere)).status).toBe(403);
    expect(await state(id)).toBe('pending');

    const decided = await send(`/decide/${id}`, { verdict: 'deny', token, reason: 'No.' }, { Cookie: cookie });
    expect(decided.status).toBe(200);
    expect(await decided.text()).toContain('denied, by ada@example.com');
    expect(await state(id)).toBe('denied');
    expect((await send(`/decide/${id}`, { verdict: 'approve', token }, { Cookie: cookie })).status).toBe(409);
  });

  it('shows everything that an approver must know, with nothing hidden in it', async () => {
    await signedUp();
    const definition = JSON.stringify({ name: 'delete', description: 'Deletes. \u202eeteled\u200b', inputSchema: {} });
    const args = { text: 'x'.repeat(50_000), 'k\u2066': '\ue000' };
    const id = await asked({
      args,
      request: {
        client: { name: 'agent\u202e', version: '1\n2' },
        reasons: ['Deleting is for people.'],
        risk: { category: 'destructive', severity: 'critical' },
        definition,
      },
      call: { definitionHash: 'd'.repeat(64) },
    });
    const opened = await send(`/decide/${id}`, { email: person.email, password: person.password });
    const page = await opened.text();
    const bytes = Buffer.byteLength(canonical(args));
    for (const said of [
      'x'.repeat(50_000),
      'k\\u2066',
      '\\ue000',
      `All of them: ${bytes} bytes`,
      '/tools/delete/action of policy',
      'Deleting is for people.',
      'destructive, critical',
      'Deletes. \\u202eeteled\\u200b',
      'd'.repeat(64),
      'agent\\u202e 1\\u000a2, as it says of itself',
      'What this grant called last',
    ]) {
      expect(page).toContain(said);
    }
    expect(page).not.toMatch(/[\u202e\u2066\u200b\ue000]/);
  });

  it('takes a limited number of uses, and a counter-proposal to the letter', async () => {
    await signedUp();
    const [often, less] = [await asked(), await asked({ args: { amount: 900 } })];
    const opened = await send(`/decide/${often}`, { email: person.email, password: person.password });
    const token = /name="token" value="([^"]+)"/.exec(await opened.text())?.[1] ?? '';
    const cookie = { Cookie: opened.headers.get('set-cookie')?.split(';')[0] ?? '' };
    expect((await send(`/decide/${often}`, { verdict: 'approve', token, uses: '3' }, cookie)).status).toBe(200);
    expect((await plane.ask('GET', '/approval-exceptions?open=true')).body).toMatchObject({ items: [{ uses: 2 }] });

    const propose = (text: string) => send(`/decide/${less}`, { verdict: 'propose', token, arguments: text }, cookie);
    for (const text of ['', '[]', '{"amount": ', '{"amount":900}', '{"a":1},"reason":"x"']) {
      expect((await propose(text)).status).toBeGreaterThanOrEqual(400);
    }
    expect(await state(less)).toBe('pending');
    expect((await propose('{"amount": 90}')).status).toBe(200);
    expect(await queue.ask(askingOf({ args: { amount: 900 } }))).toMatchObject({
      kind: 'denied',
      proposal: { arguments: '{"amount":90}' },
    });
  });
});
