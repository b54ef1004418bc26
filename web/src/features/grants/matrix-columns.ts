import type { Output } from '../../api/call.ts';

export type Row = Output<'inventory.list'>['items'][number];
export type Cell = Row['tools'][number];

/** A column of the matrix: one tool of one server. */
export interface Column {
  readonly key: string;
  readonly server: string;
  readonly tool: string;
  readonly severity: string;
  readonly category: string;
}

const rank: ReadonlyMap<string, number> = new Map([
  ['critical', 0],
  ['high', 1],
  ['medium', 2],
  ['low', 3],
]);

/** Every tool that anybody may call, server by server, the gravest first. */
export function columnsOf(rows: readonly Row[]): readonly Column[] {
  const columns = new Map<string, Column>();
  for (const { tools } of rows) {
    for (const { server, tool, severity, category } of tools) {
      const key = keyOf(server, tool);
      if (!columns.has(key)) columns.set(key, { key, server, tool, severity, category });
    }
  }
  return [...columns.values()].toSorted(
    (a, b) =>
      compare(a.server, b.server) ||
      (rank.get(a.severity) ?? 4) - (rank.get(b.severity) ?? 4) ||
      compare(a.tool, b.tool),
  );
}

const cells = new WeakMap<Row, ReadonlyMap<string, Cell>>();

/** What a grant may do with a tool; `undefined`: nothing. */
export function cellOf(row: Row, { key }: Column): Cell | undefined {
  let known = cells.get(row);
  if (known === undefined) {
    known = new Map(row.tools.map((cell) => [keyOf(cell.server, cell.tool), cell]));
    cells.set(row, known);
  }
  return known.get(key);
}

/** What stands between an agent and a call, the heaviest thing: also the sign of the cell. */
export type Stance = 'open' | 'limited' | 'conditional' | 'asks' | 'observed';

export function stanceOf({ observe, approval, conditional, limits }: Cell): Stance {
  if (observe) return 'observed';
  if (approval !== 'never') return 'asks';
  if (conditional) return 'conditional';
  return limits.length > 0 ? 'limited' : 'open';
}

/** A cell in words. */
export function wordsOf(cell: Cell): string {
  const terms = [
    ...(cell.observe ? ['nothing is refused: its policy only observes'] : []),
    ...(cell.approval === 'always' ? ['a person is always asked'] : []),
    ...(cell.approval === 'sometimes' ? ['a person is asked about some calls'] : []),
    ...(cell.conditional ? ['some calls are refused, by their arguments'] : []),
    ...cell.limits,
  ];
  return terms.length === 0 ? 'may call it, without a limit' : `may call it: ${terms.join('; ')}`;
}

// A tool’s name may hold anything but a line break.
const keyOf = (server: string, tool: string): string => `${server}\n${tool}`;

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
