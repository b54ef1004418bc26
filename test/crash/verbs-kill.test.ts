import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { allRoutes } from '../../src/control/api/index.ts';
import { loadKeyRing } from '../../src/seal/index.ts';
import { openAuditReader } from '../../src/store/index.ts';
import { SqlThread } from '../../src/store/sql/sql-thread.ts';
import { openTestControl, type TestControl } from '../support/control.ts';
import { everyChange } from '../support/every-change.ts';
import { governingChanges, type PreparedStep } from '../support/governing-changes.ts';

// Processes that start, on a machine that may be busy.
vi.setConfig({ testTimeout: 240_000 });

let place: string;
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'toolgate-verbs-'));
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(place, { recursive: true, force: true });
});

const names = ['toolgate.db', 'toolgate.db-wal'];

/** Counted apart from what a verb changes, before it: attempts to sign in, and when something was used last. */
const apart = new Set(['login_failure.*', 'user_session.used_at', 'api_key.used_at']);

function stepsOf(plane: TestControl): readonly PreparedStep[] {
  const nobody = (): void => undefined;
  return [...everyChange(plane, nobody), ...governingChanges(plane, nobody)];
}

/** Everything in a database, as one text. */
function contentOf(folder: string): string {
  const database = new DatabaseSync(join(folder, 'toolgate.db'));
  try {
    const tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").all();
    return tables
      .map(({ name }) => String(name))
      .filter((name) => !apart.has(`${name}.*`) && !name.startsWith('sqlite_'))
      .map((name) => {
        const rows = database.prepare(`SELECT * FROM "${name}"`).all();
        return JSON.stringify([name, rows], (key, value) => {
          if (apart.has(`${name}.${key}`)) return undefined;
          return value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value;
        });
      })
      .join('\n');
  } finally {
    database.close();
  }
}

/** Calls that a step put there are no verb's doing, and have no chain. */
const strangers = `
  DELETE FROM call_record WHERE writer IN (SELECT id FROM writer WHERE name = 'test-writer');
  DELETE FROM writer WHERE name = 'test-writer';
`;

async function findingsIn(folder: string): Promise<readonly unknown[]> {
  const database = new DatabaseSync(join(folder, 'toolgate.db'));
  database.exec(strangers);
  database.close();
  const reader = openAuditReader(folder);
  const { findings } = await reader.verify(loadKeyRing({ env: {}, folder, create: false }), []);
  await reader.close();
  return findings;
}

describe('a process that dies between two statements of a change', () => {
  /**
   * What the files hold when a statement is about to be run is what a killed process leaves: all that SQLite has written
   * is in them, and nothing that it has not. Whether that is so is asked of real processes below.
   */
  it('has done all of it or nothing, for every change there is', async () => {
    const plane = await openTestControl();
    const folders: string[] = [];
    let last = '';
    const keepFiles = (): void => {
      const bytes = names
        .map((name) => join(plane.folder, name))
        .map((path) => (existsSync(path) ? readFileSync(path) : ''));
      const digest = createHash('sha256')
        .update(bytes[0] ?? '')
        .update(bytes[1] ?? '')
        .digest('hex');
      if (digest === last) return;
      last = digest;
      copies += 1;
      const folder = join(place, String(copies));
      mkdirSync(folder);
      for (const name of [...names, 'secret.key']) {
        if (existsSync(join(plane.folder, name))) copyFileSync(join(plane.folder, name), join(folder, name));
      }
      folders.push(folder);
    };
    let copies = 0;
    let statements = 0;
    const run = SqlThread.prototype.run;
    vi.spyOn(SqlThread.prototype, 'run').mockImplementation(function (this: SqlThread, sql, parameters) {
      statements += 1;
      keepFiles();
      return run.call(this, sql, parameters);
    });

    try {
      for (const { verb, prepare, ask } of stepsOf(plane)) {
        plane.clock.advance(60_000);
        await prepare?.();
        keepFiles();
        folders.splice(0, folders.length - 1);
        const { status, body } = await ask();
        expect(status, `${verb}: ${JSON.stringify(body)}`).toBeLessThan(300);
        keepFiles();
        const contents = new Set(folders.map(contentOf));
        expect(contents.size, verb).toBe(2);
        for (const folder of folders) expect(await findingsIn(folder), verb).toEqual([]);
      }
      expect(statements).toBeGreaterThan(200);
    } finally {
      await plane.close();
    }
  });

  it('is asked of every change that there is a route to', async () => {
    const plane = await openTestControl();
    const asked = new Set(stepsOf(plane).map(({ verb }) => verb));
    await plane.close();
    const changes = allRoutes.filter(({ verb }) => verb.change).map(({ verb }) => verb.name);
    expect(changes.filter((name) => !asked.has(name))).toEqual([]);
  });
});

describe('a process that is really killed', () => {
  const script = fileURLToPath(new URL('./verbs-child.ts', import.meta.url));

  it.each([
    ['between the change and its event', 'insert into "event"', 'before', 0],
    ['before COMMIT', 'COMMIT', 'before', 0],
    ['while COMMIT runs', 'COMMIT', 'beside', undefined],
    ['after COMMIT', 'COMMIT', 'after', 1],
  ])('%s', async (_when, statement, side, expected) => {
    const folder = join(place, 'folder');
    const child = spawn(process.execPath, [script, folder, statement, side], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [code, signal] = await once(child, 'close');
    expect([code, signal]).toEqual([null, 'SIGKILL']);
    const again = await openTestControl({}, folder);
    try {
      const keys = await again.control.sql.selectFrom('api_key').select('id').execute();
      const events = await again.control.sql.selectFrom('event').select('id').execute();
      expect(keys).toHaveLength(events.length);
      if (expected !== undefined) expect(keys).toHaveLength(expected);
      expect((await again.ask('POST', '/api-keys', { body: { name: 'after', role: 'viewer' } })).status).toBe(201);
      expect(await findingsIn(folder)).toEqual([]);
    } finally {
      await again.close();
    }
  });
});
