/** One row: bumped in the transaction of every change that requests must see. */
interface ConfigVersionTable {
  id: 1;
  version: number;
}

/** Answers to creations that carried an `Idempotency-Key`. */
interface IdempotencyTable {
  /** Who sent it, as `kind:id`. */
  actor: string;
  key: string;
  verb: string;
  /** SHA-256 of the input, in hexadecimal digits. */
  request: string;
  /** The verb's output as JSON, sealed: it may hold a token. */
  answer: string;
  created_at: number;
}

/** What the installation as a whole remembers. */
export interface InstallationTables {
  config_version: ConfigVersionTable;
  idempotency: IdempotencyTable;
}
