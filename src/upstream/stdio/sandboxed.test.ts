import { execFile, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it, type TestContext } from 'vitest';
import { listening } from '../../../test/support/upstreams/listening.ts';
import type { Sandbox } from '../../config/index.ts';
import { sandboxed, showsFolder } from './sandboxed.ts';

let folder: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'toolgate-sandbox-')));
  for (const name of ['work', 'given', 'given/inner', 'kept']) mkdirSync(join(folder, name));
  writeFileSync(join(folder, 'kept/secret'), 'canary');
  writeFileSync(join(folder, 'given/text'), 'given');
});
afterEach(() => rmSync(folder, { recursive: true }));

const works = spawnSync('bwrap', ['--unshare-all', '--ro-bind', '/', '/', 'true']).status === 0;
function needsBubblewrap(context: TestContext): void {
  if (!works) context.skip('bubblewrap (bwrap) is not here, or may make no namespaces');
}

/** Runs a program of Node's in the sandbox. @returns what it came to, as JSON */
function inside(code: string, sandbox: Partial<Sandbox> = {}): unknown {
  const program = `const fs = require('node:fs'); const tried = (f) => { try { return f(); } catch (e) { return e.code; } };
    Promise.resolve((async () => { ${code} })()).then((v) => console.log(JSON.stringify(v)));`;
  const command = [process.execPath, '-e', program];
  const all = { read: [], write: [], network: false, ...sandbox };
  const [bwrap, ...args] = sandboxed(command, join(folder, 'work'), all);
  const { stdout, stderr, status } = spawnSync(bwrap, args, { encoding: 'utf8', timeout: 20_000 });
  return status === 0 ? JSON.parse(stdout) : `${status}: ${stderr}`;
}
const at = (name: string): string => JSON.stringify(join(folder, name));

describe('a process in a sandbox', () => {
  it('finds nothing of what was not named, and no home', (context) => {
    needsBubblewrap(context);
    const homes = `tried(() => fs.readdirSync('/root')), tried(() => fs.readdirSync('/home'))`;
    const kept = `tried(() => fs.readdirSync('/opt')), tried(() => fs.readdirSync('/var'))`;
    expect(inside(`return [tried(() => fs.readFileSync(${at('kept/secret')})), ${homes}, ${kept}]`)).toEqual(
      Array(5).fill('ENOENT'),
    );
  });

  it('reads what it may read and changes none of it, nor the system', (context) => {
    needsBubblewrap(context);
    const code = `return [fs.readFileSync(${at('given/text')}, 'utf8'), tried(() => fs.writeFileSync(${at('given/text')}, 'x')),
      tried(() => fs.writeFileSync('/usr/x', 'x')), tried(() => fs.writeFileSync('/etc/x', 'x'))]`;
    expect(inside(code, { read: [join(folder, 'given')] })).toEqual(['given', 'EROFS', 'EROFS', 'EROFS']);
    expect(readFileSync(join(folder, 'given/text'), 'utf8')).toBe('given');
  });

  it('changes what it may change, also inside what it may only read, and its working folder', (context) => {
    needsBubblewrap(context);
    const code = `fs.writeFileSync(${at('given/inner/new')}, 'x'); fs.writeFileSync('here', 'x'); return process.cwd()`;
    const [read, write] = [[join(folder, 'given')], [join(folder, 'given/inner')]];
    expect(inside(code, { read, write })).toBe(join(folder, 'work'));
    expect(existsSync(join(folder, 'given/inner/new'))).toBe(true);
    expect(existsSync(join(folder, 'work/here'))).toBe(true);
  });

  it('has a /tmp of its own, of which nothing is left', (context) => {
    needsBubblewrap(context);
    const name = `/tmp/${crypto.randomUUID()}`;
    expect(inside(`fs.writeFileSync('${name}', 'x'); return fs.existsSync('${name}')`)).toBe(true);
    expect(existsSync(name)).toBe(false);
  });

  it('sees no process but its own', (context) => {
    needsBubblewrap(context);
    const pids = inside(`return fs.readdirSync('/proc').filter((name) => /^[0-9]+$/.test(name)).length`);
    expect(pids).toBeLessThanOrEqual(3);
  });

  it.for([
    [false, 'ECONNREFUSED'],
    [true, 200],
  ] as const)('where network is %s is told %s', async ([network, expected], context) => {
    needsBubblewrap(context);
    const server = createServer((_, response) => response.end());
    const port = await listening(server);
    const code = `fetch('http://127.0.0.1:${port}').then(({status}) => status, (e) => e.cause.code).then((v) => console.log(JSON.stringify(v)))`;
    const command = [process.execPath, '-e', code];
    const [bwrap, ...args] = sandboxed(command, join(folder, 'work'), { read: [], write: [], network });
    // The server must answer while the process is waited for.
    const { stdout } = await promisify(execFile)(bwrap, args);
    server.close();
    expect(JSON.parse(stdout)).toBe(expected);
  });

  it.for([
    ['nothing of it is named', {}, false],
    ['it is named', { read: ['kept'] }, true],
    ['what it stands in is named', { write: ['.'] }, true],
    ['a part of it is named', { read: ['kept/inner'] }, true],
    ['a link to it is named', { read: ['link'] }, true],
    ['one beside it with a longer name is named', { read: ['kept-not'] }, false],
  ] as const)('is said to be shown a folder just where it is: %s', ([, named, expected], context) => {
    mkdirSync(join(folder, 'kept/inner'));
    mkdirSync(join(folder, 'kept-not'));
    symlinkSync(join(folder, 'kept'), join(folder, 'link'));
    const { read = [], write = [] }: { readonly read?: readonly string[]; readonly write?: readonly string[] } = named;
    const inFolder = (names: readonly string[]) => names.map((name) => join(folder, name));
    const sandbox = { read: inFolder(read), write: inFolder(write), network: false };
    const [kept, work] = [join(folder, 'kept'), join(folder, 'work')];
    expect(showsFolder(kept, ['node'], work, sandbox)).toBe(expected);
    expect(showsFolder(join(folder, 'link'), ['node'], work, sandbox)).toBe(expected);
    needsBubblewrap(context);
    // By the link, too, its files are seen.
    const seen = inside(`return fs.existsSync(${at('kept')}) || fs.existsSync(${at('link/inner')})`, sandbox);
    expect(seen).toBe(expected);
  });

  it('is said to be shown what stands where the system, its program or its work does', () => {
    const nothing = { read: [], write: [], network: false };
    expect(showsFolder('/etc/toolgate', ['node'], undefined, nothing)).toBe(true);
    expect(showsFolder('/usr', ['node'], undefined, nothing)).toBe(true);
    expect(showsFolder('/opt/toolgate/data', ['node'], undefined, nothing)).toBe(false);
    expect(showsFolder('/opt/toolgate/data', ['/opt/toolgate/serve'], undefined, nothing)).toBe(true);
    expect(showsFolder('/srv/data', ['node'], '/srv', nothing)).toBe(true);
    expect(showsFolder('/srv/data', ['node'], undefined, { ...nothing, read: ['/'] })).toBe(true);
  });

  it('is not started where something that was named is not there', (context) => {
    needsBubblewrap(context);
    expect(inside('return 1', { read: [join(folder, 'nowhere')] })).toMatch(
      /^1: bwrap: Can't find source path .*nowhere/,
    );
  });
});
