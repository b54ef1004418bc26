/**
 * A database that fails under a change: the disk is full, somebody holds the lock, a page is damaged, the server is gone;
 * at every statement of every change that there is a route to, by the error that the driver would give.
 */
import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, describe, expect, it, type Mock, vi } from 'vitest';
import { allRoutes } from '../../src/control/api/index.ts';
import { codeFacts, Fault } from '../../src/kernel/index.ts';
import { SqlError, type SqlProblem } from '../../src/store/sql/sql-error.ts';
import { SqlThread } from '../../src/store/sql/sql-thread.ts';
import { actorOf, openTestControl, type TestControl } from '../support/control.ts';
import { everyChange } from '../support/every-change.ts';
import { governingChanges, type PreparedStep } from '../support/governing-changes.ts';

vi.setConfig({ testTimeout: 240_000 });
afterEach(() => void vi.restoreAllMocks());

const problems = ['full', 'busy', 'damaged', 'unreachable', 'closed'] as const satisfies readonly SqlProblem[];

/** What is noted beside a change, by itself: attempts to sign in, and when something was used last. */
const beside = /"login_failure"|set "used_at"/;

/** Fails one of the statements that count, and lets all others run. */
class Faults {
  /** Statements that counted since the last `failAt`. */
  count = 0;
  /** The one that failed. */
  failed: string | undefined;
  #at = Number.POSITIVE_INFINITY;
  #problem: SqlProblem = 'full';

  constructor() {
    const run = SqlThread.prototype.run;
    const fails = (sql: string): boolean => this.#fails(sql);
    const error = (): SqlError => new SqlError(this.#problem, 'this statement was made to fail');
    vi.spyOn(SqlThread.prototype, 'run').mockImplementation(function (this: SqlThread, sql, parameters) {
      return fails(sql) ? Promise.reject(error()) : run.call(this, sql, parameters);
    });
  }

  #fails(sql: string): boolean {
    // A rollback is how a failure ends.
    if (beside.test(sql) || sql === 'ROLLBACK') return false;
    this.count += 1;
    if (this.count !== this.#at) return false;
    this.failed = sql;
    return true;
  }

  failAt(at: number, problem: SqlProblem): void {
    [this.count, this.failed, this.#at, this.#problem] = [0, undefined, at, problem];
  }

  off(): void {
    this.failAt(Number.POSITIVE_INFINITY, 'full');
  }
}

/** What is in the database but for what is noted beside. */
class Content {
  readonly #database: DatabaseSync;
  #version: unknown;
  #text = '';

  constructor(folder: string) {
    this.#database = new DatabaseSync(join(folder, 'toolgate.db'), { readOnly: true });
  }

  text(): string {
    // Another number when anything at all was committed by another connection.
    const version = this.#database.prepare('PRAGMA data_version').get()?.data_version;
    if (version !== this.#version) [this.#version, this.#text] = [version, this.#read()];
    return this.#text;
  }

  close(): void {
    this.#database.close();
  }

  #read(): string {
    const tables = this.#database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").all();
    return tables
      .map(({ name }) => String(name))
      .filter((name) => name !== 'login_failure' && !name.startsWith('sqlite_'))
      .map((name) => {
        const rows = this.#database.prepare(`SELECT * FROM "${name}"`).all();
        return JSON.stringify([name, rows], (key, value) => (key === 'used_at' ? undefined : value));
      })
      .join('\n');
  }
}

function stepsOf(plane: TestControl): readonly PreparedStep[] {
  const nobody = (): void => undefined;
  return [...everyChange(plane, nobody), ...governingChanges(plane, nobody)];
}

/** Asks, and takes what a step cannot read out of a refusal for the refusal that it is. */
async function answerOf(
  asked: Mock<TestControl['ask']>,
  step: PreparedStep,
): Promise<{ status: number; body: unknown } | 'own'> {
  try {
    return await step.ask();
  } catch (error) {
    const last = await asked.mock.results.at(-1)?.value;
    if (last !== undefined && last.status >= 400) return last;
    // A verb without a route was run as it is.
    if (error instanceof Fault) {
      return { status: codeFacts(error.code).status, body: { code: error.code, title: error.message } };
    }
    // A statement of the step's own, by which it finds out what to ask for.
    if (error instanceof SqlError) return 'own';
    throw error;
  }
}

describe('a statement that fails', () => {
  it('leaves nothing of its change, says so, and is no hindrance to the next attempt: each one of every change', async () => {
    let told = 0;
    let failures = 0;
    const inForce = async (): Promise<boolean> => {
      told += 1;
      return true;
    };
    const plane = await openTestControl({ inForce });
    const content = new Content(plane.folder);
    const faults = new Faults();
    const asked = vi.spyOn(plane, 'ask');
    try {
      for (const step of stepsOf(plane)) {
        faults.off();
        await step.prepare?.();
        for (let at = 1; ; at += 1) {
          plane.clock.advance(1_000);
          // A password that was asked for when the database broke off counts as one that was wrong.
          await plane.control.sql.deleteFrom('login_failure').execute();
          const problem = problems[(failures + at) % problems.length] ?? 'full';
          const before = content.text();
          const heard = told;
          faults.failAt(at, problem);
          const answer = await answerOf(asked, step);
          const { failed } = faults;
          faults.off();
          if (answer === 'own') continue;
          const { status, body } = answer;
          const what = `${step.verb}, ${problem} at ${at}: ${failed}: ${JSON.stringify(body)}`;
          if (failed === undefined) {
            expect(status, what).toBeLessThan(300);
            break;
          }
          failures += 1;
          expect(status, what).toBe(503);
          expect(body, what).toMatchObject({ code: 'store_unavailable' });
          expect((body as { title: string }).title, what).toMatch(/nothing was changed|look before you repeat/);
          expect(content.text() === before, what).toBe(true);
          expect(told, what).toBe(heard);
        }
      }
      expect(failures).toBeGreaterThan(400);
    } finally {
      content.close();
      await plane.close();
    }
  });

  it('is refused in a sentence where a value does not open with the keys that are there, and nothing is half done', async () => {
    const cookie = { name: 'toolgate_test', secure: false };
    const plane = await openTestControl({ cookie });
    const file = join(plane.folder, 'secret.key');
    renameSync(file, `${file}.own`);
    // The same folder with another key, as somebody leaves it who lost the one that it had.
    const other = await openTestControl({ cookie }, plane.folder);
    renameSync(`${file}.own`, file);
    const content = new Content(plane.folder);
    const refused = new Set<string>();
    // Each step is tried by the one that did not do the step before: what it needs of that does not open.
    let [does, tries] = [plane.ask, other.ask];
    const asked = vi.spyOn(plane, 'ask').mockImplementation((...args) => does(...args));
    try {
      for (const step of stepsOf(plane)) {
        // By now two keys have sealed, and neither opens everything.
        if (step.verb === 'keys.resealed') continue;
        for (const { clock } of [plane, other]) clock.advance(60_000);
        await step.prepare?.();
        const before = content.text();
        [does, tries] = [tries, does];
        const answer = await answerOf(asked, step);
        if (answer === 'own' || answer.status < 300) continue;
        expect(answer.status, `${step.verb}: ${JSON.stringify(answer.body)}`).not.toBe(500);
        if (answer.status === 503) {
          refused.add(step.verb);
          const title = expect.stringMatching(/keys of this gateway.*nothing was changed/);
          expect(answer.body).toMatchObject({ code: 'store_unavailable', title });
        }
        expect(content.text() === before, step.verb).toBe(true);
        await plane.control.sql.deleteFrom('login_failure').execute();
        [does, tries] = [tries, does];
        expect((await step.ask()).status, step.verb).toBeLessThan(300);
      }
      expect([...refused]).toEqual(expect.arrayContaining(['second_factor.confirm', 'server.update']));
    } finally {
      content.close();
      await other.control.sql.destroy();
      await plane.close();
    }
  });

  it('ends what only reads with the same answer', async () => {
    const plane = await openTestControl();
    const faults = new Faults();
    try {
      for (const { method, path, verb, options } of allRoutes) {
        // A file or a stream that has begun can only be broken off.
        if (method !== 'GET' || options.respond !== undefined) continue;
        const as = verb.permission === 'captures:read' ? actorOf('auditor') : actorOf('admin');
        for (let at = 1; ; at += 1) {
          faults.failAt(at, problems[at % problems.length] ?? 'full');
          const { status, body } = await plane.ask('GET', path.replaceAll(/:[A-Za-z]+/g, '0'.repeat(32)), { as });
          if (faults.failed === undefined) break;
          expect([status, (body as { code: string }).code], `${path}: ${faults.failed}`).toEqual([
            503,
            'store_unavailable',
          ]);
        }
      }
    } finally {
      await plane.close();
    }
  });
});
