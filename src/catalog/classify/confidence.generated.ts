// Written by scripts/train-classifier.ts; not edited by hand.
import type { Curves } from './calibrate.ts';

/** Probability of the model → how often it is right, by kind of evidence. */
export const confidenceCurves: Curves = {
  told: [
    [0.5736, 0.7154],
    [0.8463, 0.8722],
    [0.895, 0.9067],
    [0.9144, 0.9357],
    [0.9282, 0.9373],
    [0.9323, 0.9478],
    [0.946, 0.9576],
    [0.9751, 0.9759],
    [0.9866, 1.0],
  ],
  untold: [
    [0.6417, 0.5469],
    [0.8735, 0.8351],
    [0.9291, 0.8454],
    [0.9488, 0.8878],
    [0.9769, 0.9529],
    [0.9862, 1.0],
  ],
  otherwise: [
    [0.6426, 0.521],
    [0.8458, 0.6818],
    [0.8957, 0.7952],
    [0.9373, 0.838],
    [0.9839, 1.0],
  ],
  silent: [
    [0.6339, 0.5639],
    [0.8818, 0.727],
    [0.9406, 0.778],
    [0.9755, 0.8602],
    [0.99, 0.9339],
    [0.9959, 1.0],
  ],
};
