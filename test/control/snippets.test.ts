import { afterAll, beforeAll, expect, it } from 'vitest';
import { clientIds, readConfiguration } from '../../src/clients/index.ts';
import { actorOf, openTestControl, type TestControl } from '../support/control.ts';

let plane: TestControl;
let token = '';
beforeAll(async () => {
  plane = await openTestControl({ origin: () => 'https://gate.example' });
  for (const slug of ['files', 'github']) {
    await plane.ask('POST', '/servers', { body: { slug, url: `https://${slug}.example/mcp` } });
  }
  await plane.ask('PUT', '/policies/p', { body: { text: '{"version":"1","default":"allow"}', activate: true } });
  const grant = { label: 'alice', servers: { files: 'p', github: 'p' } };
  token = ((await plane.ask('POST', '/grants', { body: grant })).body as { token: string }).token;
});
afterAll(() => plane.close());

interface Snippets {
  readonly url: string;
  readonly items: { client: (typeof clientIds)[number]; format: string; text: string; needs: object | null }[];
}
const ask = async (query = ''): Promise<Snippets> =>
  (await plane.ask('GET', `/grants/alice/snippets${query}`, { as: actorOf('viewer') })).body as Snippets;

it('there is one for every client, which reads it as that server, with the token in its environment', async () => {
  const { items, url } = await ask('?server=files&variable=MY_TOKEN');
  expect(url).toBe('https://gate.example/mcp/files');
  expect(items.map(({ client }) => client)).toEqual([...clientIds]);
  for (const { client, format, text, needs } of items) {
    expect(text, client).not.toContain(token);
    expect(text, client).toContain('MY_TOKEN');
    expect(text, client).toContain(url);
    const { servers } = readConfiguration(format === 'toml' ? 'config.toml' : `${client}.json`, text);
    expect(
      servers.map(({ name }) => name),
      client,
    ).toEqual(['files']);
    expect(needs !== null, client).toBe(text.includes('toolgate'));
  }
});

it('a grant of several servers has one address for all of them; one client can be asked for', async () => {
  const { items, url } = await ask('?client=cursor&url=https%3A%2F%2Fother.example');
  expect(url).toBe('https://other.example/mcp');
  expect(items).toMatchObject([{ client: 'cursor', text: expect.stringContaining('${env:TOOLGATE_TOKEN}') }]);
});

it.each(['server=other', 'client=word', 'variable=tg_%20', 'url=file%3A%2F%2F%2Fx'])('refuses %s', async (query) => {
  expect((await plane.ask('GET', `/grants/alice/snippets?${query}`)).status).toBe(422);
});
