import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadKeyRing } from '../../seal/index.ts';
import { openSql } from '../../store/index.ts';
import { main } from '../main.ts';
import type { DoctorFinding } from './doctor.ts';

let home: string;
let data: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'toolgate-doctor-'));
  data = join(home, 'data');
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

/** What the command says, row by row, and how it ends. */
async function doctor(
  env: Record<string, string> = {},
  folder = data,
): Promise<{ rows: DoctorFinding[]; code: number }> {
  const stdout = new PassThrough();
  const said: Buffer[] = [];
  stdout.on('data', (chunk: Buffer) => said.push(chunk));
  const io = { stdin: new PassThrough(), stdout, stderr: new PassThrough(), env, cwd: home };
  const code = await main(['doctor', '--data', folder, '--json'], io);
  const lines = Buffer.concat(said).toString().trim().split('\n');
  return { rows: lines.map((line) => JSON.parse(line) as DoctorFinding), code };
}

/** An installation that was used once, as a gateway leaves it. */
async function installation(): Promise<void> {
  mkdirSync(data, { mode: 0o700 });
  const { current } = loadKeyRing({ env: {}, folder: data, create: true });
  const sql = await openSql(data);
  await sql
    .insertInto('writer')
    .values({ name: 'w', key: current, mac: new Uint8Array(32) })
    .execute();
  await sql.destroy();
}

const row = ({ rows }: { rows: readonly DoctorFinding[] }, what: string) => rows.filter((one) => one.what === what);

describe('of an installation that is as it should be', () => {
  it('says so, before its first start and after', async () => {
    const before = await doctor();
    expect(before.code).toBe(0);
    expect(row(before, 'node')).toMatchObject([{ state: 'ok', detail: process.versions.node }]);
    for (const what of ['data folder', 'secret key', 'database']) {
      expect(row(before, what), what).toMatchObject([{ state: 'ok', detail: expect.stringContaining('will be made') }]);
    }
    expect(row(before, 'configuration')).toMatchObject([{ state: 'note', fix: 'name one with --config' }]);

    await installation();
    const after = await doctor();
    expect(after.code).toBe(0);
    expect(row(after, 'data folder')).toMatchObject([{ state: 'ok', detail: expect.stringContaining('MiB free') }]);
    expect(row(after, 'secret key')).toMatchObject([{ state: 'ok', detail: expect.stringMatching(/^key \w+$/) }]);
    expect(row(after, 'database')).toMatchObject([{ state: 'ok', detail: 'sound' }]);
  });

  it('in words, too', async () => {
    const stdout = new PassThrough();
    const io = { stdin: new PassThrough(), stdout, stderr: new PassThrough(), env: {}, cwd: home };
    expect(await main(['doctor', '--data', data], io)).toBe(0);
    expect(String(stdout.read())).toMatch(/^ok {4}node: .*\nok {4}data folder: .*will be made\n/);
  });
});

describe('a fault, made for real, is named with its fix:', () => {
  /** One wrong row of that name, and the command fails. */
  async function wrong(what: string, detail: RegExp, fix: RegExp, env: Record<string, string> = {}): Promise<void> {
    const found = await doctor(env);
    const faults = row(found, what).filter(({ state }) => state === 'wrong');
    expect(faults, JSON.stringify(found.rows)).toEqual([
      { what, state: 'wrong', detail: expect.stringMatching(detail), fix: expect.stringMatching(fix) },
    ]);
    expect(found.code).toBe(1);
  }

  it('a folder that others may read', async () => {
    await installation();
    chmodSync(data, 0o755);
    await wrong('data folder', /open to other users/, /^chmod 700 /);
  });

  it('a file where the folder is to be', async () => {
    writeFileSync(data, '');
    await wrong('data folder', /is no folder/, /--data/);
  });

  it('a folder that cannot be written', { timeout: 60_000 }, async (context) => {
    mkdirSync(data, { mode: 0o500 });
    // To root everything is writable: somebody else looks then.
    if (process.getuid?.() !== 0) return wrong('data folder', /cannot be written/, /owner.*--data/);
    chmodSync(home, 0o755);
    const args = JSON.stringify(['doctor', '--data', data, '--json']);
    const script = `import(${JSON.stringify(new URL('../main.ts', import.meta.url).href)}).then(async ({ main }) => process.exit(await main(${args})))`;
    const { status, stdout } = spawnSync(process.execPath, ['-e', script], {
      cwd: home,
      env: {},
      uid: 65_534,
      gid: 65_534,
    });
    if (stdout.length === 0) return context.skip('nobody but root may read the sources here');
    expect(status).toBe(1);
    const [, finding = ''] = stdout.toString().split('\n');
    expect(JSON.parse(finding)).toEqual({
      what: 'data folder',
      state: 'wrong',
      detail: expect.stringMatching(/cannot be written/),
      fix: expect.stringMatching(/owner.*--data/),
    });
  });

  it('a disk that is nearly full', async (context) => {
    mkdirSync(data, { mode: 0o700 });
    const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=8m,mode=700', 'tmpfs', data]);
    if (mounted.status !== 0) return context.skip('no small disk can be mounted here');
    try {
      await wrong('data folder', /^\d MiB free$/, /make room/);
    } finally {
      spawnSync('umount', [data]);
    }
  });

  it('a key that is gone, while records are there', async () => {
    await installation();
    rmSync(join(data, 'secret.key'));
    const { rows, code } = await doctor();
    const faults = row({ rows }, 'secret key');
    expect(faults.map(({ state }) => state)).toEqual(['wrong', 'wrong']);
    expect(faults[0]).toMatchObject({ fix: expect.stringMatching(/put the key back.*docs\/backup\.md/) });
    expect(faults[1]).toMatchObject({ detail: expect.stringMatching(/^records are kept under /) });
    expect(code).toBe(1);
  });

  it('another key than that of the records', async () => {
    await installation();
    const other = Buffer.alloc(32, 7).toString('base64');
    const env = { TOOLGATE_SECRET_KEY: other };
    await wrong('secret key', /^records are kept under \w+, which is not among/, /put that key back/, env);
  });

  it('a key that others may read, and one that is none', async () => {
    await installation();
    const file = join(data, 'secret.key');
    chmodSync(file, 0o644);
    expect(row(await doctor(), 'secret key')[0]).toMatchObject({
      state: 'wrong',
      detail: expect.stringContaining(`chmod 600 ${file}`),
    });
    writeFileSync(file, 'not a key\n', { mode: 0o600 });
    chmodSync(file, 0o600);
    expect(row(await doctor(), 'secret key')[0]).toMatchObject({
      state: 'wrong',
      fix: expect.stringMatching(/put the key back/),
    });
  });

  it('a database that somebody holds', { timeout: 60_000 }, async () => {
    await installation();
    const other = new DatabaseSync(join(data, 'toolgate.db'));
    // As a program does that has it for itself: readers are kept out, too.
    other.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE');
    try {
      await wrong('database', /another program holds it/, /end what has toolgate\.db open/);
    } finally {
      other.close();
    }
  });

  it('a database that is damaged', async () => {
    await installation();
    const file = join(data, 'toolgate.db');
    writeFileSync(file, readFileSync(file).fill(0xa5, 200, 40_000));
    await wrong('database', /^it is damaged: /, /toolgate restore <file> --replace/);
  });

  it('a PostgreSQL that does not answer', async () => {
    const url = 'postgres://toolgate:secret-of-it@127.0.0.1:1/toolgate';
    const env = { TOOLGATE_DATABASE_URL: url, TOOLGATE_SECRET_KEY: Buffer.alloc(32, 7).toString('base64') };
    await wrong('database', /127\.0\.0\.1/, /TOOLGATE_DATABASE_URL.*pg_hba\.conf/, env);
    expect(JSON.stringify((await doctor(env)).rows)).not.toContain('secret-of-it');
  });

  it('a clock that was set back', async () => {
    await installation();
    const database = new DatabaseSync(join(data, 'toolgate.db'));
    database.prepare('UPDATE writer SET last_time = ?').run(Date.now() + 3 * 3_600_000);
    database.close();
    await wrong('clock', /^the newest record is 1[78]\d minutes ahead/, /set the clock/);
  });

  it('a configuration that does not read, with its place', async () => {
    writeFileSync(join(home, 'toolgate.yaml'), 'servers:\n  s: { comand: [node] }\n');
    await wrong('configuration', /toolgate\.yaml:2:\d+: /, /mend the file/);
  });

  it('a policy that does not read, and one that may not mean what it says', async () => {
    writeFileSync(join(home, 'bad.json'), '{ "version": "1", "default": "deny",\n "tols": {} }');
    writeFileSync(
      join(home, 'toolgate.yaml'),
      `policies: {bad: {file: bad.json}, odd: ${JSON.stringify(doubtful)}, good: {version: "1", default: deny}}`,
    );
    await wrong('policy bad', /bad\.json:2:2: /, /^mend .*bad\.json$/);
    const { rows } = await doctor();
    expect(row({ rows }, 'policy odd')).toMatchObject([{ state: 'note' }]);
    expect(row({ rows }, 'policy good')).toMatchObject([{ state: 'ok' }]);
  });

  it('a server that cannot be started, and one that cannot be reached', { timeout: 60_000 }, async () => {
    const servers = {
      gone: { command: ['/no/such/program', '--token', 'hunter2'] },
      silent: { url: 'http://127.0.0.1:1/mcp', allowPrivate: true },
      private: { url: 'http://127.0.0.1:1/mcp' },
    };
    writeFileSync(join(home, 'toolgate.yaml'), JSON.stringify({ servers }));
    await wrong('server gone', /./, /^try its command by hand: \/no\/such\/program …$/);
    await wrong('server silent', /./, /URL and credentials/);
    await wrong('server private', /./, /allowPrivate/);
  });
});

const doubtful = {
  version: '1',
  default: 'deny',
  tools: { t: { action: 'deny', limits: [{ counter: 'c', max: 1, window: 'hour', scope: 'grant' }] } },
};

describe('what is worth knowing is said as a note:', () => {
  const listen = async (where: string | number): Promise<Server> => {
    const server = createServer();
    await new Promise<void>((resolve) =>
      typeof where === 'string' ? server.listen(where, resolve) : server.listen(where, '127.0.0.1', resolve),
    );
    return server;
  };
  const close = (server: Server) => new Promise((resolve) => server.close(resolve));

  it('a port that is taken, and one that is free', async () => {
    const server = await listen(0);
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    writeFileSync(join(home, 'toolgate.yaml'), `listen: 127.0.0.1:${port}\n`);
    const taken = await doctor();
    expect(row(taken, 'listener')).toMatchObject([{ state: 'note', fix: expect.stringContaining('`listen`') }]);
    expect(row(taken, 'configuration')).toMatchObject([{ state: 'ok' }]);
    await close(server);
    expect(row(await doctor(), 'listener')).toMatchObject([{ state: 'ok', detail: `127.0.0.1:${port} is free` }]);
  });

  it('a gateway that runs, and one that was killed', async () => {
    await installation();
    const socket = join(data, 'control.sock');
    const server = await listen(socket);
    expect(row(await doctor(), 'gateway')).toMatchObject([{ state: 'ok', detail: expect.stringContaining('runs') }]);
    await close(server);
    writeFileSync(socket, '');
    expect(row(await doctor(), 'gateway')).toMatchObject([
      { state: 'note', detail: expect.stringContaining('tidies') },
    ]);
  });

  it('a database of an older version', async () => {
    await installation();
    const database = new DatabaseSync(join(data, 'toolgate.db'));
    const version = Number(database.prepare('PRAGMA user_version').get()?.user_version);
    database.exec(`PRAGMA user_version = ${version - 1}`);
    database.close();
    expect(row(await doctor(), 'database')).toMatchObject([
      { state: 'ok', detail: expect.stringMatching(/brings it up/) },
    ]);
  });
});
