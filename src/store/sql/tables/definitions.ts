interface ListedServerTable {
  /** Slug. */
  server: string;
  listed_at: number;
}

interface DefinitionTable {
  id: string;
  /** Slug. */
  server: string;
  tool: string;
  /** SHA-256 of the canonical form, hexadecimal digits. */
  hash: string;
  /** `approved`, `waiting` or `rejected`. */
  state: string;
  /** The definition as the server sent it; `null` where it is too long to keep. */
  text: string | null;
  seen_at: number;
  decided_at: number | null;
  /** `kind:id` of an actor. */
  decided_by: string | null;
}

/** One row: bumped by every decision about a definition. */
interface DefinitionVersionTable {
  id: 1;
  version: number;
}

interface KillTable {
  id: string;
  /** `all`, `grant`, `server` or `tool`. */
  kind: string;
  /** A grant's id or label. */
  grant_name: string | null;
  server: string | null;
  tool: string | null;
  reason: string | null;
  since: number;
  by: string;
}

/** What operators have approved of servers' tools, and what they have stopped. */
export interface DefinitionTables {
  listed_server: ListedServerTable;
  definition: DefinitionTable;
  definition_version: DefinitionVersionTable;
  kill: KillTable;
}
