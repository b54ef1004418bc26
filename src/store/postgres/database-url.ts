import type { PoolConfig } from 'pg';
import { SqlError } from '../sql/sql-error.ts';
import { columnTypes } from './column-types.ts';

/** How long a statement waits for another's lock, in ms, before it fails as `busy`. */
const lockMs = 10_000;
/** How long the server takes at most for one statement, and waits for the next one of a transaction, in ms. */
const statementMs = 30_000;
const idleInTransactionMs = 15_000;
/** How long is waited for a connection, and for an answer over one that may be dead, in ms. */
const connectMs = 10_000;
const longestAnswerMs = statementMs + 5_000;

export interface ConnectionOptions {
  /** Walking every record takes as long as it takes. */
  readonly patient?: boolean;
  /** A call waits for what is asked: so long for each answer, in ms, also for one that never comes. */
  readonly answerMs?: number;
}

/**
 * What the driver is given for the URL of a database. The limits are what a transaction on SQLite has, and one more: a
 * process that is stopped in the middle of a transaction does not hold up the others for longer than 15 s.
 *
 * @param url `postgres://user:password@host:port/database?sslmode=…`
 * @throws SqlError when it is none; the URL is not told, it holds a password
 */
export function connectionConfig(url: string, { patient = false, answerMs }: ConnectionOptions = {}): PoolConfig {
  requireUrl(url);
  const within = (ms: number): number => Math.min(ms, answerMs ?? ms);
  return {
    connectionString: url,
    application_name: 'toolgate',
    types: columnTypes,
    connectionTimeoutMillis: within(connectMs),
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    lock_timeout: within(lockMs),
    idle_in_transaction_session_timeout: patient ? 0 : idleInTransactionMs,
    ...(patient ? {} : { statement_timeout: within(statementMs), query_timeout: within(longestAnswerMs) }),
  };
}

/** Where the database is, for messages: never who signs in, and never with what. */
export function databaseName(url: string): string {
  const { hostname, port, pathname } = requireUrl(url);
  return `${hostname === '' ? 'the local socket' : hostname}${port === '' ? '' : `:${port}`}${pathname}`;
}

function requireUrl(url: string): URL {
  const parsed = URL.parse(url);
  if (parsed === null || !/^postgres(ql)?:$/.test(parsed.protocol) || parsed.pathname.length < 2) {
    throw new SqlError('other', 'TOOLGATE_DATABASE_URL must be postgres://user:password@host:port/database');
  }
  return parsed;
}
