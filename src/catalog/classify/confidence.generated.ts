// Written by scripts/train-classifier.ts; not edited by hand.
import type { Curve } from './calibrate.ts';

/** Probability of the model → how often it is right, on servers left out of training, less a margin. */
export const confidenceCurve: Curve = [
  [0.6111, 0.6683],
  [0.7989, 0.7826],
  [0.8945, 0.8205],
  [0.9382, 0.8323],
  [0.9583, 0.8433],
  [0.9825, 0.9343],
  [0.9938, 0.9532],
  [0.9977, 0.9566],
  [0.9996, 0.96],
];
