/** Every command: against a gateway elsewhere and beside one that runs here, with the same answer; or here alone, with a reason. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import type { Command } from 'commander';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { operator } from '../../src/accounts/index.ts';
import { commands } from '../../src/cli/commands.ts';
import type { Io } from '../../src/cli/io.ts';
import { main } from '../../src/cli/main.ts';
import { observeDefinitions } from '../../src/control/verbs/definition/index.ts';
import { openFrontDoor, openLocalDoor } from '../../src/edge/index.ts';
import { loadKeyRing } from '../../src/seal/index.ts';
import { argumentSeal, SqlQueue } from '../../src/store/approvals/index.ts';
import { openAuditReader } from '../../src/store/index.ts';
import { askingOf } from '../contract/approvals/calls.ts';
import { openTestControl, type TestControl } from '../support/control.ts';
import { recordCalls } from '../support/recorded-calls.ts';

let place: string;
beforeAll(() => {
  place = mkdtempSync(join(tmpdir(), 'toolgate-ways-'));
  writeFileSync(join(place, 'policy.json'), '{"version":"1","default":"deny","tools":{"read":{}}}');
  writeFileSync(join(place, 'other.json'), '{"version":"1","default":"deny"}');
  writeFileSync(join(place, 'agents.yaml'), 'servers: { c: { url: "https://c.example/mcp" } }\n');
});
afterAll(() => rmSync(place, { recursive: true, force: true }));

function ioOf(env: Record<string, string>): { readonly io: Io; readonly said: () => string } {
  const chunks: Buffer[] = [];
  const sink = (): PassThrough => new PassThrough().on('data', (chunk: Buffer) => void chunks.push(chunk));
  const io = { stdin: new PassThrough(), stdout: sink(), stderr: sink(), env, cwd: place };
  return { io, said: () => Buffer.concat(chunks).toString() };
}

/** The commands that do something: those without others below them. */
async function everyCommand(): Promise<Map<string, Command>> {
  const found = new Map<string, Command>();
  const walk = (command: Command, path: string): void => {
    for (const below of command.commands) walk(below, `${path} ${below.name()}`);
    if (command.commands.length === 0) found.set(path, command);
  };
  for (const { name, load } of commands)
    walk(
      (await load()).build(ioOf({}).io, () => undefined),
      name,
    );
  return found;
}

const takesGateway = (command: Command): boolean => command.options.some(({ long }) => long === '--gateway');

type Known = ReadonlyMap<string, string>;
/** A command line, and what of its answer the next ones need. Whoever only reads captured values is an auditor. */
interface Step {
  readonly line: (known: Known) => string;
  readonly keep?: readonly [name: string, pattern: RegExp];
  readonly as?: 'auditor';
}

const id = /"id":"([0-9a-f]{32})"/;
const at = (name: string) => (known: Known) => known.get(name) ?? 'nobody-has-it';
const line = (text: string): Step => ({ line: () => text });
const of = (command: string, name: string, more = ''): Step => ({
  line: (known) => `${command} ${at(name)(known)}${more}`,
});

/** The life of an installation, in which every command has its part. */
const life: readonly Step[] = [
  line('server add a --url https://a.example/mcp --header X-Key:b --json'),
  ...['server list --json', 'server show a --json', 'server update a --name A --json'].map(line),
  ...['server test --url https://a.example/mcp', 'server tools a'].map(line),
  line('policy apply p policy.json --note first --json'),
  line('policy apply p other.json --draft --json'),
  ...['policy list --json', 'policy show p --json', 'policy versions p --json'].map(line),
  ...['policy activate p --version 2 --json', 'policy rollback p --json', 'policy confirm p --version 2'].map(line),
  line('grant create g --open a=p --json'),
  ...['grant list --json', 'grant show g --json', 'grant update g --tag team=x --json'].map(line),
  ...['grant snippets g', 'grant rotate g --overlap 1h --json', 'policy attach p --grant g --server a --json'].map(
    line,
  ),
  ...['apply -f agents.yaml --yes --json', 'export', 'inventory --json'].map(line),
  line('channel create hook --url https://hook.example/x --json'),
  ...['channel list --json', 'channel test hook --json'].map(line),
  { line: () => 'channel deliveries --state waiting --json', keep: ['delivery', id] },
  of('channel retry', 'delivery', ' --json'),
  line('channel remove hook --json'),
  { line: () => 'capture set paths --json', keep: ['rule', id] },
  line('capture rules --json'),
  of('capture unset', 'rule', ' --json'),
  { ...line('capture list --json'), as: 'auditor' },
  { ...of('capture show', 'request'), as: 'auditor' },
  line('capture remove --all --json'),
  { line: () => 'approvals list --json', keep: ['approval', id] },
  of('approvals show', 'approval', ' --json'),
  of('approvals propose', 'approval', ` --arguments {"path":"/y"} --json`),
  of('approvals approve', 'approval', ' --json'),
  of('approvals deny', 'approval', ' --json'),
  line('approvals exceptions list --json'),
  line(`approvals exceptions revoke ${'0'.repeat(32)}`),
  ...['approvals groups list --json', 'approvals groups set ops --json'].map(line),
  { ...line('policy replay --policy policy.json --of p --server files --json'), as: 'auditor' },
  { ...line('policy suggest --grant alice --server files --json'), as: 'auditor' },
  { line: () => 'definition list --json', keep: ['definition', id] },
  of('definition show', 'definition', ' --json'),
  of('definition approve', 'definition', ' --json'),
  line('definition reject --server b --all --json'),
  ...['kill --server a --json', 'kill --list --json', 'unkill --server a --json'].map(line),
  line('user setup-link --json'),
  line('user invite kim@example.com --role viewer --json'),
  { line: () => 'user list --json', keep: ['user', /"id":"([0-9a-f]{32})","email":"eve@/] },
  ...['update', 'reset-password', 'end-sessions', 'remove-second-factor', 'remove'].map((verb) =>
    of(`user ${verb}`, 'user', verb === 'update' ? ' --role approver' : ''),
  ),
  { line: () => 'api-key create ci --role viewer --json', keep: ['key', id] },
  line('api-key list --json'),
  of('api-key revoke', 'key', ' --json'),
  ...['retention show --json', 'retention run', 'audit head', 'audit verify', 'audit query --json'].map(line),
  ...['audit export --format csv', 'audit tail --events --limit 3 --json', 'audit query --events --limit 200'].map(
    line,
  ),
  ...['grant revoke g --json', 'server remove a --detach --json'].map(line),
];

/** In this life, which has no servers, no second operator and no configuration file. */
const nothingToDo: readonly (readonly [string, RegExp])[] = [
  ['server test', /no server can be asked from here/],
  ['server tools', /no server can be asked from here/],
  ['inventory', /known where it runs/],
  ['policy confirm', /version 2 is not proposed/],
  ['channel retry', /no such delivery that is dead/],
  ['approvals approve', /has been decided/],
  ['approvals deny', /has been decided/],
  ['approvals exceptions revoke', /no such exception/],
  ['retention run', /no configuration says how long/],
  ['user setup-link', /there is a user already/],
  ['user remove-second-factor', /has no second factor/],
  // Its calls were put there under a key that nobody has.
  ['audit verify', /secret key k is not in the key ring/],
];

/** What must be the same: not ids, times, digests and secrets, nor who asked in which way. */
function same(text: string): string {
  return (
    text
      .replaceAll(/\b(tg_|tgk_|tgs_|whsec_)[\w+/=-]+/g, '<secret>')
      .replaceAll(/#[\w-]{20,}/g, '#<secret>')
      .replaceAll(/api_key:[0-9a-f]{32}|operator:operator/g, '<who>')
      .replaceAll(/"madeWith":(?:null|"[0-9a-f]{32}")/g, '"madeWith":<who>')
      .replaceAll(/"(kind)":"(?:api_key|operator)","id":"(?:[0-9a-f]{32}|operator)"/g, '<who>')
      // With the id of its key, where it has one.
      .replaceAll(/\b(?:[0-9a-f]{8}\.)?[0-9a-f]{64}\b/g, '<digest>')
      .replaceAll(/\b[0-9a-f]{32}\b/g, '<id>')
      .replaceAll(/control-[0-9a-f]{8}/g, 'control-<key>')
      .replaceAll(/sha256:[\w+/=-]+/g, '<digest>')
      .replaceAll(/,"address":"127\.0\.0\.1"/g, '')
      .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<time>')
      .replaceAll(/\b1[78]\d{11}\b/g, '<ms>')
      .replaceAll(/"lastUsedAt":(?:null|<ms>)/g, '"lastUsedAt":<ms>')
      .replaceAll(/http:\/\/127\.0\.0\.1:\d+/g, '<origin>')
      .replaceAll(/\b(?:tgk_)?[A-Za-z0-9]{4,8}…/g, '<hint>')
  );
}

/** @returns what each command said, by its line, with its exit status */
async function lived(way: 'elsewhere' | 'beside'): Promise<Map<string, string>> {
  const folder = mkdtempSync(join(tmpdir(), 'toolgate-way-'));
  const keys = () => loadKeyRing({ env: {}, folder, create: false });
  const verify = async (heads: Parameters<ReturnType<typeof openAuditReader>['verify']>[1]) => {
    const reader = openAuditReader(folder);
    try {
      return await reader.verify(keys(), heads);
    } finally {
      await reader.close();
    }
  };
  const plane = await openTestControl({ verify }, folder);
  const close: (() => unknown)[] = [];
  try {
    const known = await populate(plane);
    // Named as the operator is: who asked is said by name.
    const key = async (role: string, name: string) => {
      const { body } = await plane.ask('POST', '/api-keys', { body: { name, role } });
      return (body as { key: string }).key;
    };
    const [admin, auditor] = [await key('admin', 'operator'), await key('auditor', 'auditor')];
    let where: readonly string[] = ['--data', folder];
    if (way === 'elsewhere') {
      const door = await openFrontDoor({ host: '127.0.0.1', port: 0 }, plane.routes);
      close.push(() => door.close(0));
      where = ['--gateway', `http://127.0.0.1:${door.address.port}`];
    } else {
      const door = await openLocalDoor(join(folder, 'control.sock'), plane.localRoutes);
      close.push(() => door.close(0));
    }
    const said = new Map<string, string>();
    for (const step of life) {
      const { io, said: text } = ioOf({ TOOLGATE_API_KEY: step.as === 'auditor' ? auditor : admin });
      const status = await main([...step.line(known).split(' '), ...where], io);
      const [name, pattern] = step.keep ?? ['', /^/];
      const found = pattern.exec(text())?.[1];
      if (found !== undefined) known.set(name, found);
      // What came at the same moment of a clock that stands still is in no order.
      said.set(step.line(new Map()), `${status}\n${same(text()).split('\n').toSorted().join('\n')}`);
    }
    return said;
  } finally {
    for (const end of close) await end();
    await plane.close();
  }
}

/** What agents and servers have brought about. */
async function populate(plane: TestControl): Promise<Map<string, string>> {
  const { control, clock } = plane;
  const calls = [{ tool: 'read', arguments: { path: '/x' }, time: clock.now() - 1_000, captured: true }];
  const [request = ''] = await recordCalls(plane, calls);
  await plane.ask('POST', '/servers', { body: { slug: 'b', url: 'https://b.example/mcp' } });
  const tools = ['x', 'y'].map((name) => ({ name, hash: '1', text: `{"name":"${name}"}` }));
  await control.run(observeDefinitions, { server: 'b', tools }, { actor: operator });
  const changed = [{ name: 'x', hash: '2', text: '{"name":"x","description":"another"}' }];
  await control.run(observeDefinitions, { server: 'b', tools: changed }, { actor: operator });
  const onError = (error: unknown): void => void plane.errors.push(error);
  const queue = new SqlQueue(control.sql, { clock, seal: argumentSeal(control.keys), onError });
  await queue.ask(askingOf({ args: { path: '/x' } }));
  await queue.close();
  const link = (await plane.ask('POST', '/setup/link', { body: {} })).body as { link: string };
  const ada = {
    secret: link.link.split('#')[1],
    email: 'ada@example.com',
    name: 'Ada',
    password: 'correct horse battery',
  };
  await plane.ask('POST', '/setup', { as: 'nobody', body: ada });
  const eve = { email: 'eve@example.com', name: 'Eve', role: 'viewer' };
  const invited = (await plane.ask('POST', '/invitations', { body: eve })).body as { link: string };
  const accepted = { secret: invited.link.split('#')[1], password: 'correct horse battery' };
  await plane.ask('POST', '/invitations/accept', { as: 'nobody', body: accepted });
  return new Map([['request', request]]);
}

it('says the same, whether it is asked of a gateway elsewhere or of one on this machine', {
  timeout: 240_000,
}, async () => {
  const [elsewhere, beside] = [await lived('elsewhere'), await lived('beside')];
  expect(Object.fromEntries(elsewhere)).toEqual(Object.fromEntries(beside));
  // These have nothing to do here, and say so alike; the rest has been done.
  const refused = new Map([...beside].filter(([, text]) => !text.startsWith('0\n')));
  for (const [command, why] of nothingToDo) {
    const found = [...refused].find(([of]) => of.startsWith(command));
    expect(found?.[1], command).toMatch(why);
    refused.delete(found?.[0] ?? '');
  }
  expect(Object.fromEntries(refused)).toEqual({});
});

it('is told there or has a reason to be of one machine, every one of them', async () => {
  const every = await everyCommand();
  const page = readFileSync(new URL('../../docs/command-line.md', import.meta.url), 'utf8');
  const [, table = ''] = page.split('## Commands of one machine');
  const rows = table.split('\n').filter((row) => row.startsWith('| `'));
  const local = rows.flatMap((row) =>
    [...(row.split('|')[1] ?? '').matchAll(/`([^`]+)`/g)].map(([, name = '']) => name),
  );
  expect(rows.every((row) => (row.split('|')[2] ?? '').trim().length > 10)).toBe(true);
  const without = [...every].filter(([, command]) => !takesGateway(command)).map(([name]) => name);
  expect(local.toSorted()).toEqual(without.toSorted());
  const lines = life.map(({ line: text }) => text(new Map()));
  const tried = [...every].filter(([, command]) => takesGateway(command)).map(([name]) => name);
  expect(tried.filter((name) => !lines.some((text) => text.startsWith(`${name} `) || text === name))).toEqual([]);
});
