/**
 * Strangers who fail to sign in as somebody, from as many addresses as they like, and that somebody. At two gateways on one
 * database: what is counted at one counts at the other, and a browser that is known at one is known at the other.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { operator } from '../../src/accounts/index.ts';
import { type BrowserEnd, newBrowser } from '../support/browser-end.ts';
import { openTestControl, type TestControl } from '../support/control.ts';

const email = 'ada@example.com';
const password = 'correct horse battery';
const minute = 60_000;
const day = 24 * 60 * minute;

let plane: TestControl;
let other: TestControl;
let ada: BrowserEnd;
beforeEach(async () => {
  plane = await openTestControl({ origin: () => 'http://127.0.0.1:7070' });
  other = await openTestControl({}, plane.folder);
  await invited(email);
  ada = newBrowser(plane);
  expect((await ada.ask('POST', '/session', { email, password })).status).toBe(200);
});
afterEach(async () => {
  expect([...plane.errors, ...other.errors]).toEqual([]);
  await other.close();
  await plane.close();
});

async function invited(who: string): Promise<void> {
  const made = await plane.ask('POST', '/invitations', { body: { email: who, name: who, role: 'admin' } });
  const secret = (made.body as { link: string }).link.split('#')[1];
  const accepted = await plane.ask('POST', '/invitations/accept', { as: 'nobody', body: { secret, password } });
  expect(accepted.status).toBe(201);
}

/** Somebody without a cookie at an address. */
async function guess(address: string, at = plane, who = email): Promise<number> {
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ email: who, password: 'a guess of many' });
  const request = new Request('http://localhost/api/v1/session', { method: 'POST', headers, body });
  const answer = await at.api.fetch(request, { address });
  await answer.text();
  return answer.status;
}

/** Until nobody who is a stranger may try. */
async function locked(who = email): Promise<void> {
  let refused = 0;
  for (let i = 0; i < 10 && refused === 0; i += 1)
    if ((await guess(`198.51.100.${i}`, plane, who)) === 429) refused += 1;
  expect(refused).toBe(1);
}

/** Where a browser with these cookies signs in now. */
async function signsIn(cookies: Pick<BrowserEnd, 'device'>, at = plane, given = password): Promise<number> {
  const browser = newBrowser(at);
  browser.device = cookies.device;
  return (await browser.ask('POST', '/session', { email, password: given })).status;
}

describe('who signed in from this browser before', () => {
  it('signs in whatever strangers do, at each gateway, and is counted by themselves', async () => {
    for (let round = 0; round < 3; round += 1) {
      await locked();
      expect(await signsIn({ device: '' })).toBe(429);
      expect(await signsIn(ada)).toBe(200);
      expect(await signsIn(ada, other)).toBe(200);
      // It says nothing in the strangers' favour: their failures stay.
      expect(await guess('203.0.113.9', other)).toBe(429);
      plane.clock.advance(5 * minute);
      other.clock.advance(5 * minute);
    }
  });

  it('may not guess more often than strangers may, wherever', async () => {
    const statuses: number[] = [];
    for (let i = 0; i < 6; i += 1) statuses.push(await signsIn(ada, i % 2 === 0 ? plane : other, 'a guess of many'));
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429]);
    expect(await signsIn(ada)).toBe(429);
    plane.clock.advance(1_000);
    expect(await signsIn(ada)).toBe(200);
  });

  it('is a stranger to other accounts, with a cookie that was changed, and after ninety days', async () => {
    await invited('eve@example.com');
    const eve = newBrowser(plane);
    await eve.ask('POST', '/session', { email: 'eve@example.com', password });
    await locked();
    expect(eve.device).not.toBe('');
    expect(await signsIn(eve)).toBe(429);
    const [name = '', value = ''] = ada.device.split('=');
    const changed = `${value.slice(0, -8)}${value.at(-8) === 'A' ? 'B' : 'A'}${value.slice(-7)}`;
    for (const wrong of [changed, value.slice(1), 'x', 'tgs1.a.b', `${value}.${value}`, 'A'.repeat(2_000)]) {
      expect(await signsIn({ device: `${name}=${wrong}` }), wrong).toBe(429);
    }
    expect(await signsIn({ device: `${ada.device}; ${ada.device}` })).toBe(429);
    expect(await signsIn(ada)).toBe(200);
    const { device } = ada;
    plane.clock.advance(90 * day);
    await locked();
    expect(await signsIn({ device })).toBe(429);
  });

  it('has a cookie that opens nothing, lasts, and is not a page’s to read', async () => {
    const opened = await newBrowser(plane).ask('POST', '/session', { email, password });
    const [session = '', device = ''] = opened.headers.getSetCookie();
    const rest = 'Path=/; Max-Age=7776000; HttpOnly; SameSite=Strict';
    expect(device).toMatch(new RegExp(`^${session.split('=')[0]}_device=[\\w.-]+; ${rest}$`));
    expect(JSON.stringify(opened.body)).not.toContain(device.split(/[=;]/)[1]);
    const alone = await plane.ask('GET', '/session', { as: 'nobody', headers: { cookie: device.split(';')[0] ?? '' } });
    expect(alone.status).toBe(401);
  });
});

describe('who has signed in', () => {
  it('changes a password whatever strangers do, and has no more guesses than they have', async () => {
    await locked();
    const change = (current: string) =>
      ada.ask('POST', '/profile/password', { current, password: 'another long secret' });
    const statuses: number[] = [];
    for (let i = 0; i < 6; i += 1) statuses.push((await change('a guess of many')).status);
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429]);
    plane.clock.advance(1_000);
    expect((await change(password)).status).toBe(200);
  });
});

describe('a site of IPv6', () => {
  it('has as many attempts as five addresses, at all gateways', async () => {
    const from = (i: number): string => `2001:db8:7:${i.toString(16)}::1`;
    let free = 0;
    for (let i = 0; i < 120; i += 1) {
      const status = await guess(from(i), i % 2 === 0 ? plane : other, `n${i}@example.com`);
      if (status === 401) free += 1;
      else expect(status).toBe(429);
    }
    expect(free).toBe(100);
    expect(await guess('2001:db8:8::1', plane, 'm@example.com')).toBe(401);
    expect((await plane.ask('GET', '/users', { as: operator })).status).toBe(200);
  });
});
