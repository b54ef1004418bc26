/**
 * What a probability of the model is worth, by how often it was right on servers that it had not seen: points of a
 * line that never falls, `[probability, share that was right]`.
 */
export type Curve = readonly (readonly [number, number])[];

/**
 * What a conclusion rests on: the name, and a description that says the same, nothing of the kind or something else; or
 * the description and single words alone, where the name says nothing.
 */
export type Support = 'told' | 'untold' | 'otherwise' | 'silent';

/** One curve for each kind of evidence. */
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
