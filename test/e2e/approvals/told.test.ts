/** Approvers are told of a call by webhook, chat and mail, and decide by the link that they are given. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { listedApprovals, onlyPending, textOf } from '../../support/gateway/approvals.ts';
import { modernClient } from '../../support/gateway/clients.ts';
import { runHere } from '../../support/gateway/run-here.ts';
import { servers } from '../../support/gateway/servers.ts';
import { startGateway, type TestGateway } from '../../support/gateway/start-gateway.ts';
import { smtpSink } from '../../support/notify/smtp-sink.ts';
import { webhookReceiver } from '../../support/notify/webhook-receiver.ts';

const pem = (name: string) => fileURLToPath(new URL(`../../support/tls/${name}.pem`, import.meta.url));
const secret = `whsec_${Buffer.alloc(32, 9).toString('base64')}`;
const person = { email: 'ada@example.com', name: 'Ada', password: 'correct horse battery staple' };
const soon = { timeout: 25_000, interval: 50 };

let hook: Awaited<ReturnType<typeof webhookReceiver>>;
let hookWithValues: typeof hook;
let chat: typeof hook;
let mail: Awaited<ReturnType<typeof smtpSink>>;
let gateway: TestGateway;
beforeAll(async () => {
  hook = await webhookReceiver(secret);
  hookWithValues = await webhookReceiver(secret);
  chat = await webhookReceiver(secret);
  mail = await smtpSink({ tls: { key: readFileSync(pem('key')), cert: readFileSync(pem('certificate')) } });
  const types = ['approval.waiting'];
  const common = { types, allowPrivate: true };
  gateway = await startGateway({
    servers: { files: { ...servers.legacy(), shared: true } },
    policies: {
      files: {
        version: '1',
        default: 'deny',
        tools: {
          echo: { action: 'require_approval', reason: 'Echoes are <loud> & final.', approval: { hold: 60 } },
        },
      },
    },
    more: {
      webhooks: [
        { name: 'ops', url: hook.url, secret, ...common },
        { name: 'trusted', url: hookWithValues.url, secret, values: true, ...common },
        { name: 'chat', url: chat.url, format: 'slack', ...common },
      ],
      smtp: {
        ...common,
        host: 'localhost',
        port: mail.port,
        from: 'toolgate@example.com',
        to: ['ops@example.com'],
        ca: pem('certificate'),
      },
    },
  });
}, 120_000);
afterAll(async () => {
  await gateway?.stop();
  for (const receiver of [hook, hookWithValues, chat, mail]) receiver?.close();
}, 60_000);

it('approvers are told tool, rule, keys and link, and decide by the link after signing in, not by opening it', async () => {
  const link = await runHere('user', 'setup-link', '--data', gateway.dataFolder);
  const send = (target: string, init: RequestInit = {}) => fetch(`${gateway.origin}${target}`, init);
  const setUp = await send('/api/v1/setup', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({
      secret: link
        .trim()
        .split('#')[1]
        ?.replace(/^.*[/=]/, ''),
      ...person,
    }),
  });
  expect(setUp.status).toBe(200);

  const client = await modernClient(gateway.url('files'), gateway.token(), 'pinned');
  const value = 'canary \u202e';
  const calling = client.callTool({ name: 'echo', arguments: { value } });
  const id = await onlyPending(gateway.dataFolder);
  const told = await vi.waitFor(() => {
    const all = {
      hook: hook.received[0],
      valued: hookWithValues.received[0],
      chat: chat.received[0],
      mail: mail.mails[0],
    };
    for (const [name, one] of Object.entries(all)) if (one === undefined) throw new Error(`${name} heard nothing`);
    return all;
  }, soon);

  const where = `${gateway.origin}/decide/${id}`;
  const data = {
    approval: id,
    grant: 'agent',
    server: 'files',
    tool: 'echo',
    rule: '/tools/echo/action',
    keys: ['value'],
    reason: 'Echoes are <loud> & final.',
    link: where,
  };
  expect(told.hook?.signed).toBe(true);
  expect(JSON.parse(told.hook?.body ?? '')).toMatchObject({ type: 'approval.waiting', data });
  expect(JSON.parse(told.valued?.body ?? '')).toMatchObject({ data: { ...data, values: { value } } });
  // What Slack's incoming webhooks take: one text, in which nothing that others wrote is markup.
  const payload = JSON.parse(told.chat?.body ?? '') as { readonly text: string };
  expect(payload).toEqual({ text: expect.stringContaining(where), mrkdwn: false });
  expect(payload.text).toContain(
    'echo on files (/tools/echo/action; arguments value). Echoes are &lt;loud&gt; &amp; final.',
  );
  expect(told.mail).toMatchObject({ from: 'toolgate@example.com', to: ['ops@example.com'], encrypted: true });
  const letter = Buffer.from(told.mail?.data.split(/\r\n\r\n/)[1] ?? '', 'base64').toString() + told.mail?.data;
  for (const part of ['echo', '/tools/echo/action', '["value"]', where]) expect(letter).toContain(part);
  for (const text of [told.hook?.body, told.chat?.body, letter]) expect(text).not.toContain('canary');

  // A preview, a prefetch, a scanner of mail: whoever opens the link sees a form, and has decided nothing.
  const target = where.slice(gateway.origin.length);
  for (const path of [target, `${target}?verdict=approve`, `${target}?token=x&verdict=approve`]) {
    const opened = await send(path);
    expect(opened.status).toBe(200);
    expect(await opened.text()).not.toContain('echo');
  }
  expect((await send(target, { method: 'HEAD' })).status).not.toBe(500);
  expect(await listedApprovals(gateway.dataFolder)).toMatchObject([{ id }]);

  const post = (fields: Record<string, string>, headers: Record<string, string> = {}) =>
    send(target, {
      method: 'POST',
      body: new URLSearchParams(fields),
      headers: { Origin: gateway.origin, ...headers },
    });
  expect((await post({ verdict: 'approve', token: 'tgs_made-up' })).status).toBe(401);
  expect((await post({ email: gateway.token(), password: gateway.token() })).status).not.toBe(200);
  const signedIn = await post({ email: person.email, password: person.password });
  const page = await signedIn.text();
  expect(page).toContain('&quot;value&quot;: &quot;canary \\u202e&quot;');
  const token = /name="token" value="([^"]+)"/.exec(page)?.[1] ?? '';
  const cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? '';
  expect(await listedApprovals(gateway.dataFolder)).toMatchObject([{ id }]);

  expect((await post({ verdict: 'approve', token }, { Cookie: cookie })).status).toBe(200);
  expect(JSON.parse(textOf(await calling))).toBe(value);
  expect(await listedApprovals(gateway.dataFolder, 'consumed')).toMatchObject([{ id }]);
  await client.close();
}, 120_000);

it('a channel of the file is tried by its name, and the list of deliveries has that name', async () => {
  const at = ['--data', gateway.dataFolder];
  expect(await runHere('channel', 'list', ...at)).toMatch(/^ops +webhook .* in the file$/m);
  expect(await runHere('channel', 'test', 'trusted', ...at)).toContain('a message is on its way');
  const tried = await vi.waitFor(() => {
    const found = hookWithValues.received.find(({ body }) => body.includes('"type":"test"'));
    if (found === undefined) throw new Error('nothing came');
    return found;
  }, soon);
  expect(tried.signed).toBe(true);
  await vi.waitFor(
    async () => expect(await runHere('channel', 'deliveries', '--state', 'sent', ...at)).toMatch(/ test +trusted /),
    soon,
  );
  await expect(runHere('channel', 'remove', 'ops', ...at)).rejects.toThrow('the configuration file declares');
  await expect(runHere('channel', 'test', 'trustd', ...at)).rejects.toThrow('did you mean trusted?');
});
