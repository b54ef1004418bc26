// Written by scripts/train-classifier.ts; not edited by hand.
import type { Curve } from './calibrate.ts';

/** Probability of the model → how often it is right, on servers left out of training, less a margin. */
export const confidenceCurve: Curve = [
  [0.529, 0.535],
  [0.7737, 0.7503],
  [0.8987, 0.7976],
  [0.934, 0.81],
  [0.9529, 0.8428],
  [0.9717, 0.8899],
  [0.9842, 0.9374],
  [0.9911, 0.9472],
  [0.9957, 0.9572],
  [0.999, 0.96],
];
