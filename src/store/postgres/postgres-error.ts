import pg from 'pg';
import { SqlError, type SqlProblem } from '../sql/sql-error.ts';

/** By SQLSTATE (https://www.postgresql.org/docs/current/errcodes-appendix.html), where one says more than its class. */
const codes: ReadonlyMap<string, SqlProblem> = new Map([
  ['22021', 'value'],
  ['22P05', 'value'],
  ['23505', 'unique'],
  ['23503', 'reference'],
  ['40001', 'busy'],
  ['40P01', 'busy'],
  ['55P03', 'busy'],
  ['57014', 'busy'],
  ['53100', 'full'],
  ['25006', 'unreachable'],
  ['25P03', 'unreachable'],
  ['3D000', 'unreachable'],
]);

const classes: ReadonlyMap<string, SqlProblem> = new Map([
  ['08', 'unreachable'],
  ['22', 'constraint'],
  ['23', 'constraint'],
  ['28', 'unreachable'],
  ['53', 'unreachable'],
  ['57', 'unreachable'],
  ['58', 'damaged'],
  ['XX', 'damaged'],
]);

/**
 * What failed, in the words of every database. Of the server's own words only those are passed on that hold no value: its
 * `detail` never is, nor what it says about a value that does not fit.
 */
export function postgresError(error: unknown): SqlError {
  if (error instanceof SqlError) return error;
  if (!(error instanceof pg.DatabaseError)) {
    const text = error instanceof Error ? spoken(error) : String(error);
    return new SqlError('unreachable', `the database cannot be reached: ${text}`);
  }
  const code = error.code ?? '';
  const problem = codes.get(code) ?? classes.get(code.slice(0, 2)) ?? 'other';
  const said = code.startsWith('22') ? 'a value is not one that its column can hold' : error.message;
  return new SqlError(problem, `${said} (${code})`);
}

/** Whether the connection that it came over may be used again. */
export function isBroken(error: unknown): boolean {
  return !(error instanceof pg.DatabaseError) || error.severity === 'FATAL' || error.severity === 'PANIC';
}

/** What the driver says about its own inside means nothing to whoever has set the URL. */
function spoken(error: Error): string {
  if (/client password must be a string/.test(error.message)) {
    return 'it asks for a password, and the URL has none (nor have PGPASSWORD and the password file)';
  }
  return error.message || codeOf(error);
}

/** Where several addresses were tried there is no message but their codes. */
function codeOf(error: Error): string {
  return 'code' in error ? String(error.code) : error.name;
}
