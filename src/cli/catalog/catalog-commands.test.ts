import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { main } from '../main.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'catalog-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function run(...words: readonly string[]): Promise<{ status: number; out: string; err: string }> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const written = [stdout.toArray(), stderr.toArray()];
  const io = { stdin: new PassThrough(), stdout, stderr, env: { USER: 'alice' }, cwd: folder };
  const status = await main(['catalog', ...words, '--data', folder], io);
  stdout.end();
  stderr.end();
  const [out = '', err = ''] = (await Promise.all(written)).map((chunks) => Buffer.concat(chunks).toString());
  return { status, out, err };
}

it('finds and shows what ships, and prints a policy', { timeout: 60_000 }, async () => {
  const found = await run('search', 'tcp', 'conect', '--severity', 'HIGH');
  expect(found).toMatchObject({ status: 0, out: expect.stringContaining('tcp_connect  high execute') });
  const shown = await run('show', 'ra1nyxin/allcanuse-mcp', 'tcp_connect');
  expect(shown.out).toContain('inputSchema: host port → execute');
  const policy = JSON.parse((await run('show', 'ra1nyxin/allcanuse-mcp', '--policy', 'strict')).out);
  expect(policy).toMatchObject({ version: '1', default: 'deny' });
  expect(await run('show', 'nobody')).toMatchObject({ status: 1, err: expect.stringContaining('no server nobody') });
  expect(await run('search', 'x', '--severity', 'awful')).toMatchObject({
    status: 2,
    err: expect.stringContaining('critical'),
  });
  const overridden = await run(
    'override',
    'ra1nyxin/allcanuse-mcp',
    'tcp_connect',
    '--category',
    'execute',
    '--severity',
    'critical',
    '--reason',
    'here it reaches the plant',
  );
  expect(overridden.out).toBe('tcp_connect on ra1nyxin/allcanuse-mcp: critical execute\n');
  expect((await run('show', 'ra1nyxin/allcanuse-mcp', 'tcp_connect')).out).toContain(
    'as alice says: here it reaches the plant',
  );
});

it('takes a bundle in and gives it out again', { timeout: 60_000 }, async () => {
  const head = '{"toolgate":"catalog","version":1}';
  const server = {
    kind: 'server',
    name: 'acme/crm',
    provenance: { source: 'docker', key: 'crm', licence: 'MIT', fetchedAt: 1 },
    tools: [{ definition: { name: 'wipe\u001b[2J_all', description: 'Deletes everything.' } }],
  };
  writeFileSync(join(folder, 'b.jsonl.gz'), gzipSync(`${head}\n${JSON.stringify(server)}\n`));
  expect(await run('import', 'b.jsonl.gz')).toMatchObject({
    status: 0,
    out: expect.stringMatching(/servers: 1 new.*tools: 1 new/),
  });
  const { out } = await run('search', 'crm');
  expect(out).toContain('wipe\\u{1b}[2J_all');
  const exported = (await run('export')).out.split('\n');
  expect(exported).toContainEqual(expect.stringContaining('"name":"acme/crm"'));
  writeFileSync(join(folder, 'again.jsonl'), exported.join('\n'));
  expect((await run('import', 'again.jsonl')).out).toMatch(/servers: 0 new.*tools: 0 new, 0 changed, 0 gone/);
  writeFileSync(join(folder, 'bad.jsonl'), `${head}\n{"kind":"server","command":"sh"}\n`);
  expect(await run('import', 'bad.jsonl')).toMatchObject({
    status: 1,
    err: expect.stringContaining('bad.jsonl, line 2'),
  });
  expect(await run('import', 'none.jsonl')).toMatchObject({
    status: 1,
    err: expect.stringContaining('cannot be read'),
  });
});
