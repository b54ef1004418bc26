import { mkdtempSync, rmSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { post } from '../../support/gateway/raw-session.ts';
import { runCommand } from '../../support/gateway/run-command.ts';
import { servers } from '../../support/gateway/servers.ts';
import { startGateway, type TestGateway } from '../../support/gateway/start-gateway.ts';
import { type Incoming, answer as sound } from '../../support/upstreams/answer.ts';
import { listening } from '../../support/upstreams/listening.ts';

/**
 * Threats B81: thirty secrets wherever a secret may stand, a gateway that is put through everything that makes it speak,
 * and a search of all that it said.
 */
const canaries = Array.from({ length: 30 }, (_, n) => `CANARY${String(n).padStart(2, '0')}${'q'.repeat(8)}`);
const canary = (n: number): string => canaries[n] ?? '';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'toolgate-secrets-'));
});
afterAll(() => rmSync(folder, { recursive: true, maxRetries: 5 }));

/** A server that says its own secrets in every place but the result. */
async function indiscreet(): Promise<{ readonly url: string; close(): void }> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      response.setHeader('set-cookie', `a=${canary(0)}`);
      response.setHeader('x-debug', canary(1));
      response.setHeader('mcp-session-id', canary(2));
      if (request.method !== 'POST') return response.writeHead(405).end(canary(3));
      const message = JSON.parse(Buffer.concat(chunks).toString()) as Incoming;
      const name = message.params?.name;
      if (message.id === undefined) return response.writeHead(202).end();
      if (name === 'refuse')
        return response.writeHead(401, { 'www-authenticate': `Bearer ${canary(4)}` }).end(canary(5));
      if (name === 'break') return response.writeHead(500, { 'content-type': 'text/plain' }).end(canary(6));
      if (name === 'babble') return response.writeHead(200, { 'content-type': 'application/json' }).end(canary(7));
      if (name === 'move') return response.writeHead(302, { location: `http://${canary(8)}.example/` }).end();
      if (name === 'drop') return response.destroy();
      const tools = ['echo', 'refuse', 'break', 'babble', 'move', 'drop', 'denied', 'checked'].map((tool) => ({
        name: tool,
        inputSchema: { type: 'object' as const },
      }));
      const result = sound(message, tools) ?? {};
      response.writeHead(200, { 'content-type': 'application/json' });
      return response.end(JSON.stringify({ jsonrpc: '2.0', id: message.id, result }));
    });
  });
  const port = await listening(server);
  return {
    url: `http://127.0.0.1:${port}/mcp?key=${canary(9)}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Everything that the gateway wrote or answered, by where it stood. */
const said = new Map<string, string>();

async function speak(gateway: TestGateway): Promise<void> {
  const heard: string[] = [];
  const url = gateway.url('indiscreet');
  const send = async (
    body: string,
    headers: Readonly<Record<string, string>> = {},
    token: string | undefined = gateway.token(),
    to = url,
  ) => {
    const { status, headers: back, text } = await post(to, token, body, headers);
    // The id of its own session is the one secret that a client is told.
    heard.push(`${status} ${text}`);
    return back.get('mcp-session-id') ?? '';
  };
  const hello = (params: string) => `{"jsonrpc":"2.0","id":1,"method":"initialize","params":${params}}`;
  const sound = hello('{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"c","version":"1"}}');
  const id = await send(sound, { Cookie: `a=${canary(10)}`, 'X-Api-Key': canary(11), 'User-Agent': canary(12) });
  secrets.push(id);
  const session = { 'Mcp-Session-Id': id, 'MCP-Protocol-Version': '2025-11-25' };
  const call = (name: string, args: string) =>
    send(`{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"${name}","arguments":${args}}}`, session);
  for (const name of ['echo', 'refuse', 'break', 'babble', 'move', 'drop', 'denied', 'checked']) {
    await call(name, `{"password":"${canary(13)}","list":["${canary(14)}"]}`);
  }
  await call('checked', `{"amount":"${canary(15)}"}`);
  await call('echo', `["${canary(16)}"]`);
  await call('echo', `{"a":"${canary(17)}`);
  await call('echo', `{"a":1,"a":"${canary(18)}"}`);
  await call('echo', `{"a":"${canary(19)}\\ud800"}`);
  await send('{"jsonrpc":"2.0","id":1,"method":"ping"}', {}, `tg_${canary(20)}`);
  await send('{"jsonrpc":"2.0","id":1,"method":"ping"}', { ...session, 'Mcp-Session-Id': canary(21) });
  await send('{"jsonrpc":"2.0","id":1,"method":"ping"}', { ...session, 'MCP-Protocol-Version': canary(22) });
  await send('{"jsonrpc":"2.0","id":1,"method":"ping"}', { Origin: `http://${canary(23)}.example` });
  await send('{"jsonrpc":"2.0","id":1,"method":"ping"}', session, undefined, `${url}?token=${canary(24)}`);
  await send('{"jsonrpc":"2.0","id":1,"method":"ping"}', session, gateway.token(), `${url}?token=${canary(24)}`);
  await send(hello(`{"protocolVersion":"${canary(25)}"}`));
  // A process whose environment holds a secret, and that dies of it.
  const process = await send(sound, {}, gateway.token(), gateway.url('process'));
  secrets.push(process);
  for (const name of ['die', 'garbage', 'nothing']) {
    const body = `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"${name}","arguments":{"k":"${canary(27)}"}}}`;
    await send(body, { 'Mcp-Session-Id': process }, gateway.token(), gateway.url('process'));
  }
  said.set('answers', heard.join('\n'));
}

const secrets: string[] = [...canaries];

test('thirty planted secrets are in no log, no record, no metric, no answer, and in no file but the configuration', async () => {
  const upstream = await indiscreet();
  const gateway = await startGateway({
    servers: {
      indiscreet: {
        url: upstream.url,
        allowPrivate: true,
        headers: { Authorization: `Bearer ${canary(28)}`, 'X-Key': canary(29) },
      },
      process: { ...servers.hostile(), env: { API_KEY: canary(26) } },
    },
    policies: {
      open: {
        version: '1',
        default: 'allow',
        tools: {
          denied: { action: 'deny', reason: 'Not here.' },
          checked: { require: [{ path: 'args.amount', op: 'lte', value: 1 }] },
        },
      },
    },
  });
  secrets.push(gateway.token());
  try {
    await speak(gateway);
    said.set('metrics', await (await fetch(`${gateway.origin}/metrics`)).text());
    said.set('health', await (await fetch(`${gateway.origin}/readyz`)).text());
    // A configuration that cannot be read has its secrets, too.
    const before = gateway.child.stderr().length;
    await gateway.rewrite({
      servers: { x: { url: `ftp://u:${canary(9)}@h`, headers: { A: canary(28) } } },
      policies: {},
    });
    await gateway.child.until('stderr', /old configuration stays/);
    expect(gateway.child.stderr().length).toBeGreaterThan(before);
    process.kill(gateway.child.pid, 'SIGTERM');
    await gateway.child.ended;
    said.set('standard output', gateway.child.stdout());
    said.set('log', gateway.child.stderr());
    const files = await readdir(gateway.dataFolder, { recursive: true, withFileTypes: true });
    for (const file of files.filter((entry) => entry.isFile())) {
      said.set(`file ${file.name}`, await readFile(join(file.parentPath, file.name), 'latin1'));
    }
    for (const command of ['export', 'query', 'tail', 'verify']) {
      const { stdout, stderr } = await runCommand(['audit', command, '--data', gateway.dataFolder], { cwd: folder });
      said.set(`audit ${command}`, stdout + stderr);
    }
  } finally {
    await gateway.stop();
    upstream.close();
  }
  // The search finds what is there.
  expect(said.get('audit export')).toContain('password');
  expect(said.get('answers')).toContain('upstream_unauthorized');
  expect(said.get('log')).toMatch(/upstream|server/);
  expect(said.get('metrics')).toContain('toolgate_calls_total');
  expect(secrets.every((secret) => secret.length > 15)).toBe(true);
  const leaks = [...said].flatMap(([where, text]) =>
    secrets
      .filter((secret) => text.toLowerCase().includes(secret.toLowerCase()))
      .map((secret) => `${where}: ${secret}`),
  );
  expect(leaks).toEqual([]);
});
