import { categories } from './category.ts';

/**
 * Reads a table of weights: one feature a line, then one integer a category in hundredths; `.` stands for 0.
 *
 * @throws Error at a line of another shape, which only an edited file can have
 */
export function readWeights(table: string): ReadonlyMap<string, readonly number[]> {
  const weights = new Map<string, readonly number[]>();
  for (const line of table.split('\n')) {
    if (line === '') continue;
    const [feature, ...numbers] = line.split(' ');
    if (feature === undefined || numbers.length !== categories.length) throw new Error(`no line of weights: ${line}`);
    weights.set(
      feature,
      numbers.map((number) => (number === '.' ? 0 : Number(number) / 100)),
    );
  }
  return weights;
}
