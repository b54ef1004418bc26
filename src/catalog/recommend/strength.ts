/** How much a recommended policy stands in the way, from the least. */
export const strengths = ['observe', 'guarded', 'strict'] as const;

/**
 * `observe` forwards everything and records what `guarded` would have said; `guarded` lets work go on, slows what is
 * costly and asks a person before what cannot be put back; `strict` lets through what only reads.
 */
export type Strength = (typeof strengths)[number];

/** What a strength is called where people choose one. */
export const strengthTitles: Readonly<Record<Strength, string>> = {
  observe: 'Permissive: observe and log',
  guarded: 'Recommended: guarded',
  strict: 'Reads only: strict',
};
