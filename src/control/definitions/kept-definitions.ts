import type { PinState, Tool } from '../../definitions/index.ts';
import type { Sql } from '../../store/index.ts';

/** So many wait for one server; what comes beyond is quarantined and not kept. A server must not fill the disk. */
const mostWaiting = 1_000;

type Named = Pick<Tool, 'name' | 'hash'>;

/** What is kept of a server's definitions. */
export class KeptDefinitions {
  /** No list of the server was ever seen. */
  readonly isFirst: boolean;
  readonly #states: ReadonlyMap<string, PinState>;
  readonly #approved: ReadonlySet<string>;
  readonly #waiting: number;

  private constructor(
    isFirst: boolean,
    rows: readonly { readonly tool: string; readonly hash: string; readonly state: string }[],
  ) {
    this.isFirst = isFirst;
    this.#states = new Map(rows.map(({ tool, hash, state }) => [keyOf({ name: tool, hash }), stateOf(state)]));
    this.#approved = new Set(rows.flatMap(({ tool, state }) => (state === 'approved' ? [tool] : [])));
    this.#waiting = rows.filter(({ state }) => state === 'waiting').length;
  }

  static async read(sql: Sql, server: string): Promise<KeptDefinitions> {
    const listed = await sql
      .selectFrom('listed_server')
      .select('server')
      .where('server', '=', server)
      .executeTakeFirst();
    const rows = await sql
      .selectFrom('definition')
      .select(['tool', 'hash', 'state'])
      .where('server', '=', server)
      .execute();
    return new KeptDefinitions(listed === undefined, rows);
  }

  /** `undefined` where it is not kept. */
  stateOf(tool: Named): PinState | undefined {
    return this.#states.get(keyOf(tool));
  }

  /** Whether any definition of the tool is approved. */
  hasApproved(name: string): boolean {
    return this.#approved.has(name);
  }

  /** Of a list, what is not kept and is to be: as much as there is room for. */
  freshIn<T extends Named>(tools: readonly T[]): readonly T[] {
    const fresh = tools.filter((tool) => this.stateOf(tool) === undefined);
    return this.isFirst ? fresh : fresh.slice(0, Math.max(0, mostWaiting - this.#waiting));
  }
}

/** A state that nobody knows admits nothing. */
export function stateOf(text: string): PinState {
  return text === 'approved' || text === 'waiting' ? text : 'rejected';
}

function keyOf({ name, hash }: Named): string {
  return `${name} ${hash}`;
}
