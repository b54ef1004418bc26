import { mkdirSync } from 'node:fs';
import { SqlThread } from '../../src/store/sql/sql-thread.ts';
import { openTestControl } from '../support/control.ts';

/**
 * Makes an API key and dies by SIGKILL at a statement.
 *
 * usage: verbs-child.ts <folder> <beginning of the statement> before|beside|after
 */
const [folder = '', statement = '', side = ''] = process.argv.slice(2);
mkdirSync(folder, { mode: 0o700 });
const plane = await openTestControl({}, folder);

const run = SqlThread.prototype.run;
SqlThread.prototype.run = async function (this: SqlThread, sql, parameters) {
  const die = (): void => void (sql.startsWith(statement) && process.kill(process.pid, 'SIGKILL'));
  if (side === 'before') die();
  const running = run.call(this, sql, parameters);
  if (side === 'beside') die();
  const answer = await running;
  if (side === 'after') die();
  return answer;
};

await plane.ask('POST', '/api-keys', { body: { name: 'one', role: 'viewer' } });
