import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import {
  chmod,
  chown,
  lstat,
  mkdir,
  mkdtemp,
  readlink,
  rename,
  rm,
  stat,
  symlink,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { packageFile } from '../../kernel/index.ts';
import { dataFolder } from '../data-folder.ts';
import { main } from '../main.ts';
import { ClientChanges } from './client-changes.ts';
import { writeWhole } from './write-whole.ts';

let cwd: string;
beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'toolgate-hostile-'));
});
afterEach(() => rm(cwd, { recursive: true, force: true }));

interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

async function toolgate(args: readonly string[], env: Record<string, string> = {}, at = cwd): Promise<Ran> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const own = { HOME: cwd, TOOLGATE_DATA: join(cwd, 'data'), ...env };
  const running = main(args, { stdin: Readable.from([]), stdout, stderr, env: own, cwd: at });
  const written = Promise.all([stdout.toArray(), stderr.toArray()]);
  const status = await running;
  stdout.end();
  stderr.end();
  const [out, err] = await written;
  return { status, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString() };
}

const launcher = fileURLToPath(packageFile('bin/toolgate.js'));

/** In a process of its own: what waits for ever, or takes all memory, ends that one. */
function apart(shell: string, ...args: string[]): Ran {
  const env = { HOME: cwd, TOOLGATE_DATA: join(cwd, 'data'), PATH: process.env.PATH ?? '' };
  return spawnSync('bash', ['-c', `${shell}\nexec "$@"`, 'bash', process.execPath, launcher, ...args], {
    cwd,
    env,
    encoding: 'utf8',
    timeout: 60_000,
    killSignal: 'SIGKILL',
  });
}

const write = async (path: string, text: string): Promise<string> => {
  const file = join(cwd, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
  return file;
};

const text = '{"mcpServers": {"a": {"command": "x", "env": {"KEY": "canary"}}}}\n';
const changes = (): string => join(cwd, 'data/clients/changes.json');
const backups = (): string[] => readdirSync(join(cwd, 'data/clients/backups'));

/** Files that an attempt leaves beside what it was to write. */
const leftovers = (): string[] =>
  readdirSync(cwd, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.toolgate'));

const commands: readonly (readonly string[])[] = [
  ['scan'],
  ['init', '--yes'],
  ['connect', 'claude-code', '--server', 'a', '--yes', '--file', '.mcp.json'],
];

it.each(commands.map((args) => ({ args })))(
  '$args.0 waits for no pipe, reads no device, and nothing without an end',
  async ({ args }) => {
    const file = join(cwd, '.mcp.json');
    const refused = { status: args[0] === 'scan' ? 2 : 1, stderr: expect.stringContaining('it is no file') as string };
    execFileSync('mkfifo', [file]);
    expect(apart('', ...args)).toMatchObject(refused);
    await rm(file);
    await symlink('/dev/zero', file);
    expect(await toolgate(args)).toMatchObject(refused);
    await rm(file);
    await writeFile(file, '');
    await truncate(file, (64 << 20) + 1);
    expect((await toolgate(args)).stderr).toContain('it is larger than 64 MiB');
    expect((await stat(file)).size).toBe((64 << 20) + 1);
  },
  60_000,
);

it.each([
  ['a link to nothing', 'dotfiles/mcp.json'],
  ['a link to itself', '.mcp.json'],
])('connect leaves %s one', async (_what, target) => {
  await symlink(target, join(cwd, '.mcp.json'));
  const { status, stderr } = await toolgate(['connect', 'claude-code', '--server', 'a', '--file', '.mcp.json']);
  expect([status, stderr]).toEqual([1, expect.stringContaining('it is a link, and leads to no file')]);
  expect(await readlink(join(cwd, '.mcp.json'))).toBe(target);
});

it('init writes a file with two names once, says which one it is, and takes it back', async () => {
  const file = await write('real/mcp.json', text);
  await symlink('real/mcp.json', join(cwd, '.mcp.json'));
  await mkdir(join(cwd, '.cursor'));
  await symlink('../.mcp.json', join(cwd, '.cursor/mcp.json'));
  const { status, stdout, stderr } = await toolgate(['init', '--yes']);
  expect([status, stderr]).toEqual([0, '']);
  expect(stdout).toContain(`a link to ${file}`);
  expect(readFileSync(file, 'utf8')).toContain('--policy');
  expect((await toolgate(['init', '--undo'])).status).toBe(0);
  expect(readFileSync(file, 'utf8')).toBe(text);
  expect((await lstat(join(cwd, '.mcp.json'))).isSymbolicLink()).toBe(true);
});

it('an undo loses nothing, whatever became of the files, and does for each what can be done', async () => {
  const names = ['edited', 'gone', 'linked', 'piped', 'no-backup', 'untouched', 'as-before'];
  for (const name of names) await write(`${name}.json`, text.replace('"a"', JSON.stringify(name)));
  const at = (name: string): string => join(cwd, `${name}.json`);
  for (const name of names) expect((await toolgate(['init', '--yes', '--file', at(name)])).status).toBe(0);
  const of = (name: string): string | undefined =>
    (JSON.parse(readFileSync(changes(), 'utf8')) as { file: string; backup: string }[]).find(
      ({ file }) => file === at(name),
    )?.backup;
  const written = readFileSync(at('linked'), 'utf8');
  await writeFile(at('edited'), '{"mine": 1}');
  await rm(at('gone'));
  await rename(at('linked'), join(cwd, 'dotfiles.json'));
  await symlink('dotfiles.json', at('linked'));
  await rm(at('piped'));
  execFileSync('mkfifo', [at('piped')]);
  await rm(of('no-backup') ?? '');
  await writeFile(at('as-before'), text.replace('"a"', '"as-before"'));

  const { status, stdout, stderr } = await toolgate(['init', '--undo']);
  expect(status).toBe(1);
  expect(stdout.match(/\S+ is as it was/g)?.sort()).toEqual(
    ['as-before', 'untouched'].map((name) => `${at(name)} is as it was`),
  );
  for (const [name, why] of [
    ['edited', 'somebody has changed it since; what stood there before is in'],
    ['gone', 'it is gone; what stood there before is in'],
    ['linked', 'it is no file any more; what stood there before is in'],
    ['piped', 'it is no file any more; what stood there before is in'],
    ['no-backup', 'what stood there before is no longer in'],
  ] as const) {
    expect(stderr).toContain(`${at(name)} stays as it is: ${why} ${of(name) ?? '?'}`);
    if (name !== 'no-backup')
      expect(readFileSync(of(name) ?? '', 'utf8')).toBe(text.replace('"a"', JSON.stringify(name)));
  }
  expect(readFileSync(at('untouched'), 'utf8')).toBe(text.replace('"a"', '"untouched"'));
  expect(readFileSync(at('edited'), 'utf8')).toBe('{"mine": 1}');
  expect(await readlink(at('linked'))).toBe('dotfiles.json');
  expect(readFileSync(at('linked'), 'utf8')).toBe(written);
  expect(leftovers()).toEqual([]);
}, 60_000);

it('what another command wrote later is taken back first, and nobody says that there was nothing', async () => {
  const file = await write('.mcp.json', text);
  await toolgate(['init', '--yes']);
  await toolgate(['connect', 'claude-code', '--server', 'b', '--file', file]);
  const { status, stderr } = await toolgate(['init', '--undo']);
  expect([status, stderr]).toEqual([1, expect.stringContaining('`toolgate connect --undo` comes first')]);
  expect((await toolgate(['connect', 'claude-code', '--undo'])).status).toBe(0);
  expect((await toolgate(['init', '--undo'])).status).toBe(0);
  expect(readFileSync(file, 'utf8')).toBe(text);
});

it('one command at a time changes files: a change that is forgotten could not be taken back', async () => {
  const file = await write('.mcp.json', text);
  for (const args of [
    ['init', '--yes'],
    ['init', '--undo'],
    ['connect', 'cursor', '--server', 'b'],
    ['connect', 'cursor', '--undo'],
  ]) {
    using _held = new ClientChanges(join(cwd, 'data'));
    const { status, stderr } = await toolgate(args);
    expect([status, stderr]).toEqual([1, expect.stringContaining('is writing; nothing was written')]);
    expect(readFileSync(file, 'utf8')).toBe(text);
    expect(existsSync(join(cwd, 'data/policies'))).toBe(false);
  }
  expect((await toolgate(['init', '--yes'])).status).toBe(0);
});

it('a file that has changed since it was read stays, and nothing is left of the attempt', async () => {
  const file = await write('.mcp.json', text);
  {
    using held = new ClientChanges(join(cwd, 'data'));
    expect(() => held.write('init', file, '{}', '{"b": 1}')).toThrow('has changed in the meantime');
    expect(() => held.write('init', join(cwd, 'new.json'), '{}', '{"b": 1}')).toThrow('has changed in the meantime');
    expect(() => held.write('init', file, undefined, '{"b": 1}')).toThrow('has changed in the meantime');
  }
  // In the last moment, when all is written but the name.
  const late = (): never => {
    throw new Error('changed');
  };
  expect(() => writeWhole(file, Buffer.from('x'), { check: late })).toThrow('changed');
  expect(readFileSync(file, 'utf8')).toBe(text);
  expect([leftovers(), backups()]).toEqual([[], []]);
});

it('where the disk ends, files are whole: as they were, or as they were to be, and that is taken back', async () => {
  const servers = Object.fromEntries(
    Array.from({ length: 12 }, (_, index) => [`s${index}`, { command: 'x', args: ['y'.repeat(600)] }]),
  );
  const before = JSON.stringify({ mcpServers: servers });
  const outcomes = new Set<number | null>();
  // The largest file that may be written, in KiB: the policy, the old bytes, the note and the file fail, each at another size.
  for (const most of [0, 1, 8, 64]) {
    await rm(join(cwd, 'data'), { recursive: true, force: true });
    const file = await write('.mcp.json', before);
    const { status, stderr } = apart(`ulimit -f ${most}`, 'init', '--yes');
    outcomes.add(status);
    expect(stderr).not.toContain('    at ');
    expect(leftovers()).toEqual([]);
    for (const name of existsSync(join(cwd, 'data/policies')) ? readdirSync(join(cwd, 'data/policies')) : [])
      expect(() => JSON.parse(readFileSync(join(cwd, 'data/policies', name), 'utf8')) as unknown).not.toThrow();
    if (status === 0) expect(readFileSync(file, 'utf8')).toContain('--policy');
    else expect(readFileSync(file, 'utf8')).toBe(before);
    await toolgate(['init', '--undo']);
    expect(readFileSync(file, 'utf8')).toBe(before);
    expect(backups()).toEqual([]);
  }
  expect(outcomes).toEqual(new Set([0, 1]));
}, 120_000);

it.runIf(process.getuid?.() === 0)('a file keeps its owner, its group and its mode', async () => {
  const file = await write('.mcp.json', text);
  await chown(file, 12_345, 23_456);
  await chmod(file, 0o640);
  for (const args of [
    ['init', '--yes'],
    ['init', '--undo'],
  ]) {
    expect((await toolgate(args)).status).toBe(0);
    expect(await stat(file)).toMatchObject({ uid: 12_345, gid: 23_456, mode: 0o100640 });
  }
});

it.each(['{', '[{"by": "init"}]', '[{"by": "somebody", "file": "/x", "backup": null, "after": ""}]'])(
  'a list of changes that is none (%s) stops everything before something is written',
  async (broken) => {
    const file = await write('.mcp.json', text);
    await write('data/clients/changes.json', broken);
    for (const args of [
      ['init', '--yes'],
      ['init', '--undo'],
      ['connect', 'claude-code', '--server', 'a'],
    ]) {
      const { status, stderr } = await toolgate(args);
      expect([status, stderr]).toEqual([1, expect.stringContaining('is not what was written there')]);
    }
    expect(readFileSync(file, 'utf8')).toBe(text);
    expect(readFileSync(changes(), 'utf8')).toBe(broken);
    expect(backups()).toEqual([]);
  },
);

it('a folder that calls itself toolgate brings neither policies nor changes to take back', async () => {
  const victim = await write('home/.profile', 'mine\n');
  const evil = await write('repository/evil', 'evil\n');
  await write('repository/package.json', '{"name": "toolgate"}');
  await write('repository/.mcp.json', text);
  await write('repository/.toolgate/policies/a.json', '{"version": "1", "default": "allow"}');
  const after = createHash('sha256').update('mine\n').digest('hex');
  const planted = JSON.stringify([{ by: 'init', file: victim, backup: evil, after }]);
  await write('repository/.toolgate/clients/changes.json', planted);
  const env = { HOME: join(cwd, 'home'), XDG_DATA_HOME: join(cwd, 'home/share') };
  const [stdin, out] = [Readable.from([]), new PassThrough()];
  const io = { stdin, stdout: out, stderr: out, env, cwd: join(cwd, 'repository') };
  expect(dataFolder(io, undefined).path).toMatch(new RegExp(`^${join(cwd, 'home')}/`));
  expect(dataFolder({ ...io, cwd: fileURLToPath(packageFile('.')) }, undefined).ignored).toBe(true);
  // Even where it is told to use that folder, what was there before comes from its own backups alone.
  const undone = await toolgate(['init', '--undo', '--data', '.toolgate'], env, io.cwd);
  expect(undone).toMatchObject({ status: 1, stderr: expect.stringContaining('lies in another folder') });
  expect(readFileSync(victim, 'utf8')).toBe('mine\n');
});

it('what a folder is called steers no terminal', async () => {
  const folder = 'x\u001b[2J\u202e\u009b';
  await write(`${folder}/.mcp.json`, '{');
  for (const args of commands) {
    const { status, stdout, stderr } = await toolgate(args, {}, join(cwd, folder));
    expect(status).not.toBe(0);
    expect(stderr).toContain('x\\u001b[2J\\u202e\\u009b');
    expect(stdout + stderr).not.toMatch(/[\u001b\u202e\u009b]/);
  }
});

it('servers beyond number are refused at once, in either format', async () => {
  const names = Array.from({ length: 501 }, (_, index) => `s${index}`);
  await write(
    '.mcp.json',
    JSON.stringify({ mcpServers: Object.fromEntries(names.map((name) => [name, { command: 'x' }])) }),
  );
  await write('config.toml', names.map((name) => `[mcp_servers.${name}]\ncommand = "x"\n`).join(''));
  for (const file of ['.mcp.json', 'config.toml']) {
    expect((await toolgate(['scan', file])).stderr).toContain('there are 501 servers in it, and at most 500 are read');
    expect((await toolgate(['init', '--file', file])).status).toBe(1);
  }
});
