/**
 * Threats B49: whoever has signed in decides by the form of the page and by nothing that a program does for them: one that
 * follows links, one that looks at them ahead, another page that sends what the form would.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type FrontDoor, openFrontDoor } from '../../src/edge/index.ts';
import { argumentSeal, SqlQueue } from '../../src/store/approvals/index.ts';
import { askingOf } from '../contract/approvals/calls.ts';
import { openTestControl, type TestControl } from '../support/control.ts';

const person = { email: 'ada@example.com', name: 'Ada', password: 'correct horse battery staple' };

let plane: TestControl;
let queue: SqlQueue;
let door: FrontDoor;
let origin = '';
let id = '';
/** Both halves of a session, which is all that deciding asks for. */
let token = '';
let cookie = '';

beforeAll(async () => {
  plane = await openTestControl();
  queue = new SqlQueue(plane.control.sql, {
    clock: plane.clock,
    seal: argumentSeal(plane.control.keys),
    onError: (error) => plane.errors.push(error),
  });
  const { body } = await plane.ask('POST', '/setup/link', { body: {} });
  const secret = (body as { link: string }).link.split('#')[1];
  await plane.ask('POST', '/setup', { as: 'nobody', body: { secret, ...person } });
  const asked = await queue.ask(askingOf({ args: { path: '/x' } }));
  if (asked.kind !== 'pending') throw new Error(asked.kind);
  id = asked.id;
  door = await openFrontDoor({ host: '127.0.0.1', port: 0 }, plane.routes);
  origin = `http://127.0.0.1:${door.address.port}`;
  const opened = await form({ email: person.email, password: person.password });
  token = /name="token" value="([^"]+)"/.exec(await opened.text())?.[1] ?? '';
  cookie = opened.headers.get('set-cookie')?.split(';')[0] ?? '';
});
afterAll(async () => {
  await door.close(0);
  await queue.close();
  await plane.close();
});

/** What the page sends. */
const form = (fields: Record<string, string>, more: Record<string, string> = {}): Promise<Response> =>
  fetch(`${origin}/decide/${id}`, {
    method: 'POST',
    body: new URLSearchParams(fields),
    headers: { Origin: origin, ...more },
  });

const state = async (): Promise<string> =>
  ((await plane.ask('GET', `/approvals/${id}`)).body as { state: string }).state;

const decision = (): string => `verdict=approve&token=${token}`;
const page = (query = ''): string => `/decide/${id}${query}`;
const api = (query = ''): string => `/api/v1/approvals/${id}/approve${query}`;
const urlEncoded = { 'Content-Type': 'application/x-www-form-urlencoded' };
const json = { 'Content-Type': 'application/json' };

/** Each is right in everything but in how it asks. */
it.each<[string, () => [path: string, init: RequestInit]]>([
  ['a GET with the fields in its query', () => [page(`?${decision()}`), {}]],
  ['a look at the link ahead', () => [page(`?${decision()}`), { headers: { Purpose: 'prefetch' } }]],
  ['a HEAD', () => [page(`?${decision()}`), { method: 'HEAD' }]],
  [
    'a GET that says that it is a POST',
    () => [page(`?_method=POST&${decision()}`), { headers: { 'X-HTTP-Method-Override': 'POST' } }],
  ],
  ['a GET of what the API decides at', () => [api(), { headers: { Authorization: `Bearer ${token}` } }]],
  [
    'a token in the query of the API',
    () => [api(`?token=${token}&authorization=Bearer%20${token}`), { method: 'POST', body: '{}', headers: json }],
  ],
  ['a form that any page may send, as text', () => [page(), { method: 'POST', body: decision() }]],
  [
    'a form with its fields in its address',
    () => [page(`?${decision()}`), { method: 'POST', body: 'reason=x', headers: urlEncoded }],
  ],
  [
    'a form of a page that hides where it comes from',
    () => [page(), { method: 'POST', body: decision(), headers: { ...urlEncoded, Origin: 'null' } }],
  ],
  [
    'a form of a page of another port',
    () => [page(), { method: 'POST', body: decision(), headers: { ...urlEncoded, Origin: 'http://127.0.0.1:1' } }],
  ],
])('%s decides nothing', async (_how, asking) => {
  const [path, { headers, ...init }] = asking();
  await fetch(`${origin}${path}`, { ...init, headers: { Cookie: cookie, ...(headers as Record<string, string>) } });
  expect(await state()).toBe('pending');
});

it('the form decides, with what all of these had', async () => {
  await form({ verdict: 'approve', token }, { Cookie: cookie });
  expect(await state()).toBe('approved');
});
