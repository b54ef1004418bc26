/**
 * Numbers that fall, between them, into every class that comparisons with `cuts` can tell apart: each cut, and one of
 * each gap beside it.
 *
 * @param fine whether whole numbers, short decimals and decimals of seven places are told apart as well
 */
export function numbersAround(cuts: readonly number[], fine: boolean): number[] {
  const points = [...new Set(cuts)].toSorted((a, b) => a - b);
  const bounds = [Number.NEGATIVE_INFINITY, ...points, Number.POSITIVE_INFINITY];
  const found = [...points];
  for (const [index, low] of bounds.slice(0, -1).entries()) {
    const high = bounds[index + 1] ?? Number.POSITIVE_INFINITY;
    const inside = candidates(low, high).filter((value) => low < value && value < high);
    const kinds = new Map<string, number>();
    for (const value of inside) {
      const kind = fine ? kindOf(value) : '';
      if (!kinds.has(kind)) kinds.set(kind, value);
    }
    found.push(...kinds.values());
  }
  return found;
}

/** From simple to odd. */
function candidates(low: number, high: number): number[] {
  if (low === Number.NEGATIVE_INFINITY && high === Number.POSITIVE_INFINITY) return [1, 1.5, 0.1234567];
  if (low === Number.NEGATIVE_INFINITY)
    return [Math.ceil(high) - 1, high - 1, Math.floor(high) - 1.5, Math.floor(high) - 1.1234567];
  if (high === Number.POSITIVE_INFINITY)
    return [Math.floor(low) + 1, low + 1, Math.ceil(low) + 1.5, Math.ceil(low) + 1.1234567];
  const middle = low / 2 + high / 2;
  const inside = [middle, low + (high - low) * 0.37];
  const units = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000];
  const rounded = units.flatMap((unit) => inside.map((value) => Math.round(value * unit) / unit));
  return [Math.floor(low) + 1, ...rounded, middle, low + (high - low) * 0.123456789];
}

function kindOf(value: number): string {
  if (Number.isInteger(value)) return 'whole';
  return Math.round(value * 1e6) / 1e6 === value ? 'short' : 'long';
}
