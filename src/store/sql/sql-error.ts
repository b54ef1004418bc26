/** Why a statement failed, in words that every database can say. */
export type SqlProblem =
  | 'unique'
  | 'reference'
  | 'constraint'
  /** A value is not one that its column can hold: character 0 in a text of PostgreSQL. */
  | 'value'
  | 'busy'
  | 'full'
  | 'damaged'
  | 'closed'
  | 'unreachable'
  | 'other';

/** A statement that failed. The message is the driver's; it names tables and columns, never values. */
export class SqlError extends Error {
  readonly problem: SqlProblem;

  constructor(problem: SqlProblem, message: string) {
    super(message);
    this.name = 'SqlError';
    this.problem = problem;
  }
}

/** SQLite's extended result codes, where they say more than the primary ones. */
const extended: ReadonlyMap<number, SqlProblem> = new Map([
  [2067, 'unique'],
  [1555, 'unique'],
  [2579, 'unique'],
  [787, 'reference'],
]);

/** The primary result codes (https://sqlite.org/rescode.html). */
const primary: ReadonlyMap<number, SqlProblem> = new Map([
  [5, 'busy'],
  [6, 'busy'],
  [10, 'damaged'],
  [11, 'damaged'],
  [13, 'full'],
  [19, 'constraint'],
  [26, 'damaged'],
]);

/** @param errcode as `node:sqlite` gives it; `undefined` for an error that is none of SQLite's */
export function sqliteProblem(errcode: number | undefined): SqlProblem {
  if (errcode === undefined) return 'other';
  return extended.get(errcode) ?? primary.get(errcode & 0xff) ?? 'other';
}
