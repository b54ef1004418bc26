import { afterEach, expect, test } from 'vitest';
import { type FrontDoor, openFrontDoor } from '../edge/index.ts';
import { securityRoutes } from './security-routes.ts';

let door: FrontDoor | undefined;
afterEach(() => door?.close(0));

const contact = ['mailto:security@example.com', 'https://example.com/report'];
const clock = { now: () => Date.UTC(2027, 0, 31, 12, 34) };

async function get(securityContact: readonly string[], publicUrl?: string, method = 'GET') {
  const routes = securityRoutes({ securityContact, publicUrl }, clock);
  door = await openFrontDoor({ host: '127.0.0.1', port: 0 }, routes);
  const response = await fetch(`http://127.0.0.1:${door.address.port}/.well-known/security.txt`, { method });
  return [response.status, response.headers.get('content-type'), await response.text()] as const;
}

test('contacts in their order, and a day in the near future', async () => {
  const lines = ['Contact: mailto:security@example.com', 'Contact: https://example.com/report'];
  const text = `${lines.join('\n')}\nExpires: 2027-03-02T00:00:00.000Z\n`;
  expect(await get(contact, 'http://gw.example')).toEqual([200, 'text/plain; charset=utf-8', text]);
});

test('it says where it stands, where that is https', async () => {
  const [, , text] = await get(contact, 'https://gw.example');
  expect(text).toMatch(/\nCanonical: https:\/\/gw\.example\/\.well-known\/security\.txt\n$/);
});

test('HEAD answers without a body', async () => {
  expect((await get(contact, undefined, 'HEAD'))[2]).toBe('');
});

test('without a contact there is none', async () => {
  expect((await get([]))[0]).toBe(404);
});
