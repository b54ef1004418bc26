// Written by scripts/train-classifier.ts; not edited by hand.
import type { Curve } from './calibrate.ts';

/** Probability of the model → how often it is right, on servers left out of training, less a margin. */
export const confidenceCurve: Curve = [
  [0.5433, 0.535],
  [0.712, 0.685],
  [0.8612, 0.7505],
  [0.926, 0.8323],
  [0.9432, 0.8648],
  [0.957, 0.8721],
  [0.9701, 0.8894],
  [0.9827, 0.9211],
  [0.9901, 0.9513],
  [0.996, 0.9547],
  [0.9996, 0.96],
];
