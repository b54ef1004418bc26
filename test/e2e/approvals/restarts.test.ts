/**
 * The gateway ends and begins again while calls wait, by `kill -9` and in order: nothing that was asked, decided or used
 * is lost, and nothing is done twice. The server that is called outlives it and counts.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { approvals, listedApprovals, onlyPending } from '../../support/gateway/approvals.ts';
import { type Child, cleanEnvironment, startChild } from '../../support/gateway/child.ts';
import { modernHeaders, modernMeta } from '../../support/gateway/listen.ts';
import { initialize, post } from '../../support/gateway/raw-session.ts';
import { type LegacyHttp, startLegacyHttp } from '../../support/upstreams/legacy-server.ts';

const tokens = { held: `tg_${'h'.repeat(43)}`, told: `tg_${'t'.repeat(43)}`, approved: `tg_${'a'.repeat(43)}` };
type Label = keyof typeof tokens;

let root: string;
let upstream: LegacyHttp;
let child: Child;
let origin: string;
let dataFolder: string;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'toolgate-restarts-'));
  dataFolder = join(root, 'data');
  upstream = await startLegacyHttp();
  const asks = (hold: number) => ({
    version: '1',
    default: 'deny',
    tools: { echo: { action: 'require_approval', approval: { hold } } },
  });
  const config = {
    servers: { legacy: { url: upstream.url, allowPrivate: true } },
    policies: { patient: asks(600), brief: asks(1) },
    grants: Object.entries(tokens).map(([label, token]) => ({
      label,
      server: 'legacy',
      policy: label === 'held' ? 'patient' : 'brief',
      token,
    })),
  };
  writeFileSync(join(root, 'toolgate.yaml'), JSON.stringify(config), { mode: 0o600 });
  await start();
}, 120_000);
afterAll(async () => {
  await child?.stop('SIGKILL').catch(() => undefined);
  await upstream?.close();
  rmSync(root, { recursive: true, force: true, maxRetries: 5 });
}, 60_000);

async function start(): Promise<void> {
  const args = ['up', '--config', join(root, 'toolgate.yaml'), '--port', '0', '--data', dataFolder];
  child = startChild(args, { cwd: root, env: cleanEnvironment(root) });
  [, origin = ''] = await child.until('stdout', /^Toolgate \S+ is ready on (\S+)$/m, 60_000);
}

async function restart(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
  process.kill(child.pid, signal);
  await child.ended;
  await start();
}

interface Told {
  readonly result?: {
    readonly resultType?: string;
    readonly requestState?: string;
    readonly isError?: boolean;
    readonly content?: readonly { readonly text: string }[];
  };
  readonly error?: { readonly data?: { readonly code?: string } };
}

function readAnswer(text: string): Told {
  const last = [...text.matchAll(/^data: (\{.*"(?:result|error)".*\})$/gm)].at(-1)?.[1] ?? text;
  return JSON.parse(last) as Told;
}

/** A call of the newest revision, which has no session: whoever makes it again is known by what is called. */
async function call(label: Label, requestState?: string): Promise<Told> {
  const params = {
    name: 'echo',
    arguments: { value: label },
    _meta: modernMeta,
    ...(requestState === undefined ? {} : { requestState }),
  };
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params });
  return readAnswer(
    (await post(`${origin}/mcp/legacy`, tokens[label], body, modernHeaders('tools/call', 'echo'))).text,
  );
}

/** A call in a session, which outlives the gateway with the server that holds it. */
async function callIn(session: string): Promise<Told> {
  const params = { name: 'echo', arguments: { value: 'held' } };
  const body = JSON.stringify({ jsonrpc: '2.0', id: 7, method: 'tools/call', params });
  const headers = { 'Mcp-Session-Id': session, 'MCP-Protocol-Version': '2025-11-25' };
  return readAnswer((await post(`${origin}/mcp/legacy`, tokens.held, body, headers)).text);
}

const states = async () =>
  Object.fromEntries(
    (await listedApprovals(dataFolder, 'all')).map(({ grant, id, state }) => [grant.label, [id, state]]),
  );
const echoed = ({ result }: Told): unknown => result?.isError !== true && JSON.parse(result?.content?.[0]?.text ?? '');
const made = (): number => upstream.seen.calls.filter((name) => name === 'echo').length;

it('calls that wait, were approved, or have run are after a restart what they were before', async () => {
  const welcome = await post(`${origin}/mcp/legacy`, tokens.held, initialize());
  const session = welcome.headers.get('mcp-session-id') ?? '';
  const cut = callIn(session).catch((error: unknown) => error);
  const held = await onlyPending(dataFolder, 'held');
  const first = await call('told');
  expect(first.result?.resultType).toBe('input_required');
  const told = await onlyPending(dataFolder, 'told');
  await call('approved');
  const approved = await onlyPending(dataFolder, 'approved');
  await approvals(dataFolder, 'approve', approved);
  const before = { held: [held, 'pending'], told: [told, 'pending'], approved: [approved, 'approved'] };
  expect(await states()).toEqual(before);

  await restart('SIGKILL');
  expect(await cut).toBeInstanceOf(Error);
  expect(await states()).toEqual(before);
  expect(made()).toBe(0);
  // What was approved before it died runs after it, once; what was asked then is answered now.
  expect(echoed(await call('approved'))).toBe('approved');
  expect((await call('told', first.result?.requestState)).result?.resultType).toBe('input_required');
  await approvals(dataFolder, 'approve', told);
  expect(echoed(await call('told', first.result?.requestState))).toBe('told');
  expect(made()).toBe(2);
  // Held again, in the same session, and by nobody's decision but the one that is still to come.
  const waiting = callIn(session).catch((error: unknown) => error);
  expect(await onlyPending(dataFolder, 'held')).toBe(held);

  await restart('SIGTERM');
  await waiting;
  expect(made()).toBe(2);
  await approvals(dataFolder, 'approve', held);
  expect(echoed(await callIn(session))).toBe('held');
  expect(made()).toBe(3);

  await restart('SIGKILL');
  expect(await states()).toEqual({
    held: [held, 'consumed'],
    told: [told, 'consumed'],
    approved: [approved, 'consumed'],
  });
  // Each is used up: whoever calls again asks anew.
  expect((await call('approved')).result?.resultType).toBe('input_required');
  expect(await onlyPending(dataFolder, 'approved')).not.toBe(approved);
  expect(made()).toBe(3);
}, 180_000);

it('where approvals cannot be read, calls are refused, and one that is held does not run for the time that passes', async () => {
  const before = made();
  const id = await onlyPending(dataFolder, 'approved');
  const waiting = call('approved');
  const disk = new DatabaseSync(join(dataFolder, 'toolgate.db'));
  try {
    disk.exec('PRAGMA busy_timeout = 10000; ALTER TABLE approval RENAME TO approval_away');
    expect((await waiting).error?.data?.code ?? 'held').toMatch(/^(held|approvals_unavailable)$/);
    expect((await call('approved')).error?.data?.code).toBe('approvals_unavailable');
    expect(made()).toBe(before);
  } finally {
    disk.exec('ALTER TABLE approval_away RENAME TO approval');
    disk.close();
  }
  await approvals(dataFolder, 'approve', id);
  expect(echoed(await call('approved'))).toBe('approved');
  expect(made()).toBe(before + 1);
}, 60_000);
