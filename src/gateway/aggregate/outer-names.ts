import type { ToolTable } from '../../definitions/index.ts';
import { outerName } from './outer-name.ts';

/** The tools of one server by their outer names. Two that would bear the same one are both left out. */
export type OuterNames = ReadonlyMap<string, string>;

const made = new WeakMap<ToolTable, OuterNames>();

/** @returns outer name → inner name, made once for each reading of the server's list */
export function outerNames(slug: string, table: ToolTable): OuterNames {
  const known = made.get(table);
  if (known !== undefined) return known;
  const names = new Map<string, string>();
  const twice = new Set<string>();
  for (const name of table.tools.keys()) {
    const outer = outerName(slug, name);
    if (names.has(outer)) twice.add(outer);
    names.set(outer, name);
  }
  for (const outer of twice) names.delete(outer);
  made.set(table, names);
  return names;
}
