/** The next number that people write down: 1, 2, 3, 5, 10, 20, 30, 50 …; 0 for 0. */
export function niceAbove(value: number): number {
  if (value <= 0) return 0;
  const unit = 10 ** Math.floor(Math.log10(value));
  const step = [1, 2, 3, 5, 10].find((factor) => factor * unit >= value) ?? 10;
  return unit < 1 ? Number((step * unit).toPrecision(3)) : step * unit;
}
