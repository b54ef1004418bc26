import { seeded } from '../../support/seeded.ts';

/** A seeded source of choices: the same seed gives the same case on every machine. */
export interface Random {
  /** A float in [0, 1). */
  next(): number;
  /** An integer in [0, below). */
  int(below: number): number;
  chance(probability: number): boolean;
  pick<T>(from: readonly T[]): T;
  /** Between `least` and `most` picks, with repetition. */
  several<T>(least: number, most: number, make: () => T): readonly T[];
}

/** The choices of a seed. */
export function choices(seed: number): Random {
  const next = seeded(seed);
  const int = (below: number): number => Math.floor(next() * below);
  return {
    next,
    int,
    chance: (probability) => next() < probability,
    pick(from) {
      if (from.length === 0) throw new Error('nothing to pick from');
      return from[int(from.length)] as (typeof from)[number];
    },
    several: (least, most, make) => Array.from({ length: least + int(most - least + 1) }, make),
  };
}
