/**
 * What a probability of the model is worth, by how often it was right on servers that it had not seen: points of a
 * line that never falls, `[probability, share that was right]`.
 */
export type Curve = readonly (readonly [number, number])[];

/** Whether a description says the same as what was concluded, says nothing of the kind, or says something else. */
export type Support = 'told' | 'untold' | 'otherwise';

/** One curve for each way in which a description may stand to the outcome. */
export type Curves = Readonly<Record<Support, Curve>>;

/** Confidence for a probability: straight between two points, level outside them. */
export function calibrate(curve: Curve, probability: number): number {
  let [x0, y0] = curve[0] ?? [0, 0];
  for (const [x, y] of curve) {
    if (probability <= x) return x === x0 ? y : y0 + ((y - y0) * (probability - x0)) / (x - x0);
    [x0, y0] = [x, y];
  }
  return y0;
}
