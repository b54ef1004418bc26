import type { Met, Purpose, Witness } from '../judge/condition.ts';
import { type Operator, operators } from '../judge/document.ts';

const purposes: readonly Purpose[] = ['permission', 'refusal'];
const columns: readonly Met[] = ['missing', 'null', 'wrong type', 'unreadable', 'true', 'false'];

/** Operators that read a string as something, or have a cap: only these can find one unreadable (section 2). */
const reading: ReadonlySet<Operator> = new Set([
  'lt',
  'lte',
  'gt',
  'gte',
  'regex',
  'fullmatch',
  'path_within',
  'host_in',
  'public_host',
  'in_cidr',
]);

/**
 * Which cells the specification makes reachable. `exists` is always true or false; `type` judges every type, so only a path
 * that runs through a scalar is of a wrong type for it.
 */
function isReachable(op: Operator, met: Met): boolean {
  if (op === 'exists') return met !== 'wrong type' && met !== 'unreadable';
  return met !== 'unreadable' || reading.has(op);
}

/** Counts what leaves met: operator × permission/refusal × {missing, null, wrong type, unreadable, true, false}. */
export interface Histogram {
  readonly witness: Witness;
  /** Reachable cells that nothing hit. */
  empty(): readonly string[];
  table(): string;
}

export function histogram(): Histogram {
  const counts = new Map<string, number>();
  const cell = (op: Operator, purpose: Purpose, met: Met): string => `${op} × ${purpose} × ${met}`;
  const rows = operators.flatMap((op) => purposes.map((purpose) => [op, purpose] as const));
  return {
    witness({ op }, purpose, met) {
      const key = cell(op, purpose, met);
      counts.set(key, (counts.get(key) ?? 0) + 1);
    },
    empty() {
      return rows.flatMap(([op, purpose]) =>
        columns
          .filter((met) => isReachable(op, met))
          .map((met) => cell(op, purpose, met))
          .filter((key) => !counts.has(key)),
      );
    },
    table() {
      const head = ['operator'.padEnd(12), 'for'.padEnd(10), ...columns.map((met) => met.padStart(10))].join(' ');
      const lines = rows.map(([op, purpose]) => {
        const cells = columns.map((met) =>
          (isReachable(op, met) ? String(counts.get(cell(op, purpose, met)) ?? 0) : '-').padStart(10),
        );
        return [op.padEnd(12), purpose.padEnd(10), ...cells].join(' ');
      });
      return [head, ...lines].join('\n');
    },
  };
}
