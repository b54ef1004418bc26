import { afterEach, beforeEach, expect, it } from 'vitest';
import { openTestControl, type TestControl } from '../support/control.ts';

let plane: TestControl;
beforeEach(async () => {
  plane = await openTestControl();
});
afterEach(() => plane.close());

it('the list of events says what whoever did it is called now, and nothing of whoever is gone', async () => {
  const { link } = (
    await plane.ask('POST', '/invitations', { body: { email: 'ada@example.com', name: 'Ada', role: 'admin' } })
  ).body as { link: string };
  const accepted = { secret: link.split('#')[1], password: 'correct horse battery staple' };
  expect((await plane.ask('POST', '/invitations/accept', { body: accepted, as: 'nobody' })).status).toBe(201);
  const [{ id: user }] = ((await plane.ask('GET', '/users')).body as { items: [{ id: string }] }).items;
  const made = (await plane.ask('POST', '/api-keys', { body: { name: 'pipeline', role: 'admin' } })).body as {
    key: string;
    apiKey: { id: string };
  };
  const server = (slug: string) => ({ body: { slug, url: `https://${slug}.example/mcp` } });
  await plane.ask('POST', '/servers', { ...server('by-ada'), as: { kind: 'user', id: user, role: 'admin' } });
  await plane.ask('POST', '/servers', { ...server('by-key'), bearer: made.key });
  await plane.ask('POST', '/servers', server('by-operator'));
  const by = async () =>
    (
      (await plane.ask('GET', '/events?event=server.create&order=oldest')).body as { items: { by: unknown }[] }
    ).items.map((one) => one.by);
  expect(await by()).toEqual(['Ada', 'pipeline', null]);
  await plane.ask('PATCH', `/users/${user}`, { body: { name: 'Ada L.' } });
  await plane.ask('DELETE', `/api-keys/${made.apiKey.id}`);
  expect((await by())[0]).toBe('Ada L.');
});
