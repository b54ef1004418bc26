import { badVersions, wellKnown } from './known-packages.table.ts';
import type { RunPackage } from './package-of.ts';

/** The well-known package whose name this one is almost, if there is one. */
export function almostNamed({ name, registry }: RunPackage): string | undefined {
  if (registry === 'container' || wellKnown.includes(name)) return undefined;
  const scope = name.startsWith('@') ? name.split('/')[0] : undefined;
  // A scope belongs to one publisher: under a well-known one nobody else can publish.
  if (scope !== undefined && wellKnown.some((known) => known.startsWith(`${scope}/`))) return undefined;
  const own = skeleton(name);
  return wellKnown.find((known) => {
    const other = skeleton(known);
    const allowed = other.length >= 20 ? 2 : other.length >= 8 ? 1 : 0;
    return own === other || (Math.abs(own.length - other.length) <= allowed && distance(own, other) <= allowed);
  });
}

/** What is known to be wrong with this version. */
export function knownBad({ registry, name, version }: RunPackage): string | undefined {
  const wanted = numbersOf(version);
  if (wanted === undefined) return undefined;
  return badVersions.find(
    (bad) =>
      bad.registry === registry &&
      bad.name === name &&
      isBelow(wanted, numbersOf(bad.below) ?? []) &&
      !isBelow(wanted, numbersOf(bad.from) ?? []),
  )?.what;
}

/** Letters that stand in for each other, and what nobody reads. */
function skeleton(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
    .replaceAll('0', 'o')
    .replaceAll('1', 'l')
    .replaceAll('rn', 'm')
    .replaceAll('vv', 'w');
}

/** Edits between two names: letters put in, left out, changed, or two of them swapped. */
function distance(one: string, other: string): number {
  const rows = [Array.from({ length: other.length + 1 }, (_, column) => column)];
  for (let row = 1; row <= one.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= other.length; column += 1) {
      const same = one[row - 1] === other[column - 1];
      const swapped = row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      const at = (up: number, left: number): number => (up === 0 ? current : rows[row - up])?.[column - left] ?? 0;
      current.push(
        Math.min(
          at(1, 0) + 1,
          at(0, 1) + 1,
          at(1, 1) + (same ? 0 : 1),
          swapped ? at(2, 2) + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
    rows.push(current);
  }
  return rows[one.length]?.[other.length] ?? 0;
}

function numbersOf(version: string | undefined): readonly number[] | undefined {
  const found = /^v?(\d+(?:\.\d+)*)/.exec(version ?? '')?.[1];
  return found?.split('.').map(Number);
}

function isBelow(one: readonly number[], other: readonly number[]): boolean {
  for (let at = 0; at < Math.max(one.length, other.length); at += 1) {
    const difference = (one[at] ?? 0) - (other[at] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}
