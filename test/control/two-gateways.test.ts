/** Links that are good for once, followed at two gateways of one database in the same moment. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { newBrowser } from '../support/browser-end.ts';
import { openTestControl, type TestControl } from '../support/control.ts';

let one: TestControl;
let other: TestControl;
beforeEach(async () => {
  one = await openTestControl();
  other = await openTestControl({}, one.folder);
});
afterEach(async () => {
  await other.control.sql.destroy();
  await one.close();
});

const secretOf = (link: unknown): string => (link as { link: string }).link.split('#')[1] ?? '';
const passwords = Array.from({ length: 6 }, (_, n) => `correct horse battery ${n}`);

/** Each tries with a password of their own, by turns at the two. @returns how many got what they wanted */
async function race(path: string, body: (n: number) => object): Promise<number> {
  const answers = await Promise.all(
    passwords.map((password, n) => newBrowser(n % 2 === 0 ? one : other).ask('POST', path, { ...body(n), password })),
  );
  expect(answers.map(({ status }) => status).filter((status) => status >= 500)).toEqual([]);
  return answers.filter(({ status }) => status < 300).length;
}

/** With how many of the passwords somebody can sign in. */
async function opened(email: string): Promise<number> {
  let count = 0;
  for (const password of passwords) {
    const { status } = await newBrowser(one).ask('POST', '/session', { email, password });
    if (status < 300) count += 1;
    await one.control.sql.deleteFrom('login_failure').execute();
  }
  return count;
}

it('a set-up link makes one administrator, and a link for a new password sets one', async () => {
  const setup = secretOf((await one.ask('POST', '/setup/link', { body: {} })).body);
  expect(await race('/setup', (n) => ({ secret: setup, email: `a${n}@example.com`, name: 'A' }))).toBe(1);
  const users = await one.control.sql.selectFrom('user_account').select(['id', 'email']).execute();
  expect(users).toHaveLength(1);
  const [{ id, email } = { id: '', email: '' }] = users;
  expect(await opened(email)).toBe(1);

  const reset = secretOf((await other.ask('POST', `/users/${id}/reset-password`, { body: {} })).body);
  expect(await race('/invitations/accept', () => ({ secret: reset }))).toBe(1);
  expect(await opened(email)).toBe(1);
});
