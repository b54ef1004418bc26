/** What a statement may be given, and what a column may hold. */
export type SqlValue = string | number | bigint | null | Uint8Array;

export interface SqlAsk {
  readonly id: number;
  /** `undefined`: close the database and end. */
  readonly sql: string | undefined;
  readonly parameters: readonly SqlValue[];
}

export interface SqlAnswer {
  readonly rows: readonly Readonly<Record<string, SqlValue>>[];
  /** Rows changed; `undefined` for a question. */
  readonly changes: number | undefined;
}

export type SqlReply =
  | { readonly id: number; readonly ok: true; readonly answer: SqlAnswer }
  | { readonly id: number; readonly ok: false; readonly message: string; readonly errcode: number | undefined };
