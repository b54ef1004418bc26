import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { commentOnce, marker } from '../../scripts/action/comment-once.js';
import { listening } from '../support/upstreams/listening.ts';

interface Comment {
  readonly id: number;
  body: string;
  readonly user: { readonly type: string };
}

/** As much of GitHub as keeps the comments of a pull request. */
const comments: Comment[] = [];
const asked: string[] = [];
let status = 200;
const github = createServer((request: IncomingMessage, response: ServerResponse) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    asked.push(`${request.method} ${request.headers.authorization}`);
    const url = new URL(request.url ?? '', 'http://x');
    const { body = '' } =
      chunks.length === 0 ? {} : (JSON.parse(Buffer.concat(chunks).toString()) as { body?: string });
    const id = Number(/comments\/(\d+)$/.exec(url.pathname)?.[1]);
    let answer: object = {};
    if (request.method === 'GET') {
      const page = Number(url.searchParams.get('page'));
      answer = comments.slice((page - 1) * 100, page * 100);
    } else if (request.method === 'POST') {
      comments.push({ id: comments.length + 1, body, user: { type: 'Bot' } });
    } else for (const one of comments) if (one.id === id) one.body = body;
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  });
});

let api: string;
let folder: string;
beforeEach(async () => {
  comments.length = 0;
  asked.length = 0;
  status = 200;
  api = `http://127.0.0.1:${await listening(github)}`;
  folder = await mkdtemp(join(tmpdir(), 'toolgate-action-'));
});
afterEach(async () => {
  await new Promise((resolve) => github.close(resolve));
  await rm(folder, { recursive: true, force: true });
});

const where = () => ({ api, repository: 'o/r', number: '7', token: 't' });

it('comments once, however many comments there are, and updates its own', async () => {
  for (let id = 1; id <= 150; id++) comments.push({ id, body: `comment ${id}`, user: { type: 'User' } });
  comments.push({ id: 151, body: `${marker}\nsomebody quotes it`, user: { type: 'User' } });
  expect(await commentOnce(where(), 'first')).toBe('created');
  expect(await commentOnce(where(), 'second')).toBe('updated');
  expect(comments).toHaveLength(152);
  expect(comments.at(-1)?.body).toBe(`${marker}\nsecond`);
  expect(comments[150]?.body).toContain('quotes');
  expect(new Set(asked)).toEqual(new Set(['GET Bearer t', 'POST Bearer t', 'PATCH Bearer t']));
});

it('cuts what GitHub would not take, and says what it was answered', async () => {
  await commentOnce(where(), 'line\n'.repeat(20_000));
  expect(comments[0]?.body.length).toBeLessThan(65_536);
  expect(comments[0]?.body).toContain('the rest is in the log');
  status = 403;
  await expect(commentOnce(where(), 'x')).rejects.toThrow('403');
});

const script = fileURLToPath(new URL('../../scripts/action/scan-pull-request.js', import.meta.url));
const toolgate = fileURLToPath(new URL('../../bin/toolgate.js', import.meta.url));

/** The step as the runner starts it. */
async function step(env: Readonly<Record<string, string>>): Promise<{ code: number | null; printed: string }> {
  const child = spawn(process.execPath, [script], {
    cwd: folder,
    env: {
      PATH: process.env.PATH ?? '',
      HOME: folder,
      TOOLGATE_COMMAND: JSON.stringify([process.execPath, toolgate]),
      GITHUB_API_URL: api,
      GITHUB_REPOSITORY: 'o/r',
      GITHUB_TOKEN: 't',
      GITHUB_OUTPUT: join(folder, 'output'),
      PULL_REQUEST: '7',
      ...env,
    },
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (printed += text));
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, printed };
}

it('scans, writes SARIF, comments and ends as the scan did', async () => {
  await writeFile(join(folder, '.mcp.json'), '{"mcpServers": {"a": {"url": "http://x.example/mcp"}}}');
  const env = { SCAN_FILES: '.mcp.json\n', SCAN_SARIF: 'out.sarif' };
  const { code, printed } = await step({ ...env, SCAN_FAIL_ON: 'HIGH' });
  expect(printed).toContain('The comment was created.');
  expect(code).toBe(1);
  expect(JSON.parse(await readFile(join(folder, 'out.sarif'), 'utf8'))).toMatchObject({ version: '2.1.0' });
  expect(comments[0]?.body).toContain('plain-http');
  expect((await step({ ...env, SCAN_FAIL_ON: 'critical' })).code).toBe(0);
  expect(comments).toHaveLength(1);
  expect(await readFile(join(folder, 'output'), 'utf8')).toBe('status=1\nstatus=0\n');
  // Nothing of an input is read as an option or as shell.
  expect((await step({ SCAN_FILES: '--connect', SCAN_COMMENT: 'false' })).code).toBe(2);
}, 120_000);

it('installs what scans where nothing is of the pull request: neither its packages nor its registry', async () => {
  const packageAt = async (at: string, says: string): Promise<string> => {
    await mkdir(join(at, 'bin'), { recursive: true });
    const bin = { toolgate: 'bin/toolgate.js' };
    await writeFile(join(at, 'package.json'), JSON.stringify({ name: 'toolgate', version: '0.1.0', bin }));
    await writeFile(join(at, 'bin/toolgate.js'), `console.log(${JSON.stringify(says)}, process.env.GITHUB_TOKEN)`);
    return at;
  };
  const wanted = await packageAt(join(folder, 'elsewhere/toolgate'), 'the one that was asked for');
  await packageAt(join(folder, 'node_modules/toolgate'), 'one that the pull request brings');
  await writeFile(join(folder, '.npmrc'), 'registry=http://127.0.0.1:9/\nprefer-offline=true\n');
  const { code, printed } = await step({
    TOOLGATE_COMMAND: '',
    SCAN_FILES: '.mcp.json',
    SCAN_COMMENT: 'false',
    SCAN_PACKAGE: wanted,
    RUNNER_TEMP: folder,
  });
  expect(printed).toContain('the one that was asked for undefined');
  expect(printed).not.toContain('brings');
  expect(code).toBe(0);
}, 120_000);

it('writes findings in place of a link, and not through it', async () => {
  await writeFile(join(folder, '.mcp.json'), '{"mcpServers": {}}');
  const target = join(folder, 'kept');
  await writeFile(target, 'as it was');
  await symlink(target, join(folder, 'link.sarif'));
  await step({ SCAN_FILES: '.mcp.json', SCAN_SARIF: 'link.sarif', SCAN_COMMENT: 'false' });
  expect(await readFile(target, 'utf8')).toBe('as it was');
  expect(JSON.parse(await readFile(join(folder, 'link.sarif'), 'utf8'))).toMatchObject({ version: '2.1.0' });
}, 120_000);
