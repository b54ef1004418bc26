/** A name that nothing has is never taken in silence, whichever command it is given to: what there is, is told. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import type { Command } from 'commander';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { operator } from '../../src/accounts/index.ts';
import { commands } from '../../src/cli/commands.ts';
import type { Io } from '../../src/cli/io.ts';
import { main } from '../../src/cli/main.ts';
import { observeDefinitions } from '../../src/control/verbs/definition/index.ts';
import { openLocalDoor } from '../../src/edge/index.ts';
import { openTestControl, type TestControl } from '../support/control.ts';

const policy = '{"version":"1","default":"allow"}';
let folder: string;
let plane: TestControl;
let door: Awaited<ReturnType<typeof openLocalDoor>>;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'toolgate-unknown-'));
  writeFileSync(join(folder, 'policy.json'), policy);
  const declared = () => ({ servers: new Map(), policies: new Map(), grants: [] });
  const snapshot = async () => ({ servers: new Map(), grantsById: new Map() }) as never;
  plane = await openTestControl(
    { declared, snapshot, inspect: () => Promise.reject(new Error('never asked')) },
    folder,
  );
  door = await openLocalDoor(join(folder, 'control.sock'), plane.localRoutes);
  await plane.ask('PUT', '/policies/github-policy', { body: { text: policy, activate: true } });
  await plane.ask('POST', '/servers', { body: { slug: 'github', url: 'https://a.example/mcp' } });
  const tools = [{ name: 'read_file', hash: '1', text: '{"name":"read_file"}' }];
  await plane.control.run(observeDefinitions, { server: 'github', tools }, { actor: operator });
  await plane.ask('POST', '/grants', { body: { label: 'alice-laptop', servers: { github: 'github-policy' } } });
});
afterAll(async () => {
  await door?.close(0);
  await plane?.close();
  rmSync(folder, { recursive: true, force: true });
});

function sink(): { readonly stream: PassThrough; readonly said: () => string } {
  const chunks: Buffer[] = [];
  return {
    stream: new PassThrough().on('data', (chunk: Buffer) => void chunks.push(chunk)),
    said: () => Buffer.concat(chunks).toString(),
  };
}

async function run(line: string, data = folder): Promise<{ readonly status: number; readonly err: string }> {
  const [out, err] = [sink(), sink()];
  const io = { stdin: new PassThrough(), stdout: out.stream, stderr: err.stream, env: {}, cwd: folder } satisfies Io;
  return { status: await main([...line.split(' '), '--data', data], io), err: err.said() };
}

/** What refuses, by the kind of name that is wrong: with one mistyped letter each, so that it is told what was meant. */
const refused: readonly (readonly [line: string, meant: string])[] = [
  ['capture set full --grant alice-laptpo', 'no grant alice-laptpo; did you mean alice-laptop?'],
  ['capture set full --server githbu', 'no server githbu; did you mean github?'],
  ['definition list --server githbu', 'no server githbu; did you mean github?'],
  ['definition approve --all --server githbu', 'no server githbu; did you mean github?'],
  ['definition reject --all --server githbu', 'no server githbu; did you mean github?'],
  ['grant list --server githbu', 'no server githbu; did you mean github?'],
  ['grant list --policy githubpolicy', 'no policy githubpolicy; did you mean github-policy?'],
  ['grant create b --open githbu=github-policy', 'no server githbu; did you mean github?'],
  ['grant create b --open github=githubpolicy', 'no policy githubpolicy; did you mean github-policy?'],
  ['grant show alice-laptpo', 'no grant alice-laptpo; did you mean alice-laptop?'],
  ['grant update alice-laptpo --tag a=b', 'no grant alice-laptpo; did you mean alice-laptop?'],
  ['grant rotate alice-laptpo', 'no grant alice-laptpo; did you mean alice-laptop?'],
  ['grant revoke alice-laptpo', 'no grant alice-laptpo; did you mean alice-laptop?'],
  ['grant snippets alice-laptpo', 'no grant alice-laptpo; did you mean alice-laptop?'],
  ['grant snippets alice-laptop --server githbu', 'it opens github'],
  ['inventory --grant alice-laptpo', 'no grant alice-laptpo; did you mean alice-laptop?'],
  ['inventory --server githbu', 'no server githbu; did you mean github?'],
  ['approvals list --grant alice-laptpo', 'no grant alice-laptpo; did you mean alice-laptop?'],
  ['policy attach github-policy --grant alice-laptpo --server github', 'did you mean alice-laptop?'],
  ['policy attach github-policy --grant alice-laptop --server githbu', 'it opens github'],
  ['policy attach nothing --grant alice-laptop --server github', 'no policy nothing; there is github-policy'],
  ['policy suggest --grant alice-laptpo', 'no grant alice-laptpo; did you mean alice-laptop?'],
  ['policy suggest --server githbu', 'no server githbu; did you mean github?'],
  ['policy suggest --grant alice-laptpo --server github', 'no grant alice-laptpo; did you mean alice-laptop?'],
  ['policy suggest --grant alice-laptop --server githbu', 'no server githbu; did you mean github?'],
  ['policy show nothing', 'no policy nothing; there is github-policy'],
  ['policy versions nothing', 'no policy nothing; there is github-policy'],
  ['policy activate nothing --version 1', 'no policy nothing; there is github-policy'],
  ['policy confirm nothing --version 1', 'no policy nothing; there is github-policy'],
  ['policy rollback nothing', 'no policy nothing; there is github-policy'],
  ['server show nothing', 'no server nothing; there is github'],
  ['server update nothing --name x', 'no server nothing; there is github'],
  ['server remove nothing', 'no server nothing; there is github'],
  ['server tools nothing', 'no server nothing'],
  ['connect cursor --server githbu --print', 'no server githbu; did you mean github?'],
  ['user update nobody --role admin', 'no user nobody; `toolgate user list` shows'],
  ['user end-sessions nobody', 'no user nobody; `toolgate user list` shows'],
  ['channel test nothing', 'no channel nothing'],
  ['audit query --code rate_limit', 'did you mean rate_limited?'],
];

/** What may be named though it is not there, and says so. */
const told: readonly (readonly [line: string, sentence: string])[] = [
  ['kill --grant alice-laptpo', 'no grant alice-laptpo; did you mean alice-laptop?'],
  ['kill --server githbu', 'no server githbu; did you mean github?'],
  ['kill --tool githbu/x', 'no server githbu; did you mean github?'],
  ['kill --tool githbu/x', 'no tool x is known of githbu'],
  ['kill --tool reed_file', 'no tool reed_file is known of any pinned server'],
  ['kill --server github --tool reed_file', 'no tool reed_file is known of github'],
  ['capture list --grant alice-laptpo', 'no grant alice-laptpo; did you mean alice-laptop?'],
  ['capture list --server githbu --json', 'no server githbu; did you mean github?'],
  ['capture remove --grant alice-laptpo', 'no grant alice-laptpo; did you mean alice-laptop?'],
  ['capture remove --server githbu', 'no server githbu; did you mean github?'],
  ['audit query --grant alice-laptpo', 'no grant alice-laptpo; did you mean alice-laptop?'],
  ['audit query --server githbu', 'no server githbu; did you mean github?'],
  ['policy replay --policy policy.json --grant alice-laptpo', 'no grant alice-laptpo; did you mean alice-laptop?'],
  ['policy replay --policy policy.json --server githbu', 'no server githbu; did you mean github?'],
  ['policy replay --of github-policy --grant alice-laptpo', 'no grant alice-laptpo; did you mean alice-laptop?'],
];

/** Names that are no names of the installation's, and streams, which may go on until there is something. */
const others = new Set([
  // Not taken without a policy, and refused by the way it is written.
  'grant create --server',
  'grant update --server',
  'policy export --server',
  'policy import --server',
  'audit export --grant',
  'audit export --server',
  'audit tail --grant',
  'audit tail --server',
  // What is lifted was set: it is looked for among the stops.
  'unkill --grant',
  'unkill --server',
]);

describe('a name that nothing has', () => {
  it.each(refused)('%s: refused', async (line, meant) => {
    const { status, err } = await run(line);
    expect(err).toContain(meant);
    expect(status).not.toBe(0);
  });

  it.each(told)('%s: told', async (line, sentence) => {
    const { status, err } = await run(line);
    expect(err).toContain(sentence);
    expect(status).toBe(0);
  });

  it('is told of no name that there is', async () => {
    for (const line of [
      'capture set full --grant alice-laptop --server github',
      'capture list --grant alice-laptop --server github',
      'capture remove --grant alice-laptop',
      'grant list --server github --policy github-policy',
      'definition list --server github',
      'approvals list --grant alice-laptop',
      'kill --grant alice-laptop',
      'kill --tool github/read_file',
      'kill --tool read_file',
      'connect cursor --server github --print',
      'connect cursor --server catalog --print',
      // Nobody here knows what that one has.
      'connect cursor --server githbu --url https://gate.example --print',
    ])
      expect(await run(line), line).toEqual({ status: 0, err: '' });
  });

  it('is only said of a server where no gateway runs: those of a file are not known then', async () => {
    const still = mkdtempSync(join(tmpdir(), 'toolgate-still-'));
    try {
      const line = 'connect cursor --server githbu --print';
      expect(await run(line, still)).toEqual({ status: 0, err: '' });
      await run('server add github --url https://a.example/mcp', still);
      const { status, err } = await run(line, still);
      expect(status).toBe(0);
      expect(err).toBe(
        'toolgate: there is no server githbu; did you mean github? (no gateway runs here, so a file’s are not known)\n',
      );
    } finally {
      rmSync(still, { recursive: true, force: true });
    }
  });

  it('is tried here for every command that takes one by an option', async () => {
    const lines = [...refused, ...told].map(([line]) => line);
    const missing: string[] = [];
    const walk = (command: Command, path: string): void => {
      for (const below of command.commands) walk(below, `${path} ${below.name()}`);
      for (const { long, required, optional } of command.options) {
        if (long === null || long === undefined || !/^--(grant|server)$/.test(long) || !(required || optional))
          continue;
        const tried = lines.some((line) => line.startsWith(`${path} `) && line.includes(` ${long} `));
        if (!tried && !others.has(`${path} ${long}`)) missing.push(`${path} ${long}`);
      }
    };
    const io = { stdin: new PassThrough(), stdout: new PassThrough(), stderr: new PassThrough(), env: {}, cwd: folder };
    for (const { name, load } of commands)
      walk(
        (await load()).build(io, () => undefined),
        name,
      );
    expect(missing).toEqual([]);
  });
});
