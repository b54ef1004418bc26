// Written by scripts/train-classifier.ts; not edited by hand.
import type { Curves } from './calibrate.ts';

/** Probability of the model → how often it is right, by how the description stands to the outcome. */
export const confidenceCurves: Curves = {
  told: [
    [0.2280, 0.6667],
    [0.6721, 0.7955],
    [0.7699, 0.8788],
    [0.8182, 0.8926],
    [0.8869, 0.9379],
    [0.9398, 0.9592],
    [0.9635, 0.9741],
    [0.9837, 0.9940],
    [0.9863, 1.0000],
  ],
  untold: [
    [0.5648, 0.5938],
    [0.7851, 0.8172],
    [0.8710, 0.8595],
    [0.9337, 0.8980],
    [0.9738, 0.9677],
    [0.9839, 0.9806],
    [0.9907, 1.0000],
  ],
  otherwise: [
    [0.6108, 0.5625],
    [0.8181, 0.8000],
    [0.9025, 0.8618],
    [0.9704, 1.0000],
  ],
};
