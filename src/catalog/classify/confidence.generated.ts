// Written by scripts/train-classifier.ts; not edited by hand.
import type { Curves } from './calibrate.ts';

/** Probability of the model → how often it is right, by how the description stands to the outcome. */
export const confidenceCurves: Curves = {
  told: [
    [0.232, 0.6333],
    [0.6798, 0.8025],
    [0.7667, 0.8462],
    [0.8251, 0.9068],
    [0.8903, 0.939],
    [0.9314, 0.9487],
    [0.9469, 0.9623],
    [0.9611, 0.9747],
    [0.9694, 0.9809],
    [0.9838, 0.9941],
    [0.9864, 1.0],
  ],
  untold: [
    [0.5593, 0.5667],
    [0.7867, 0.8247],
    [0.8686, 0.8627],
    [0.9302, 0.8986],
    [0.972, 0.9571],
    [0.9772, 0.9667],
    [0.9839, 0.9804],
    [0.9913, 1.0],
  ],
  otherwise: [
    [0.6378, 0.5882],
    [0.821, 0.8333],
    [0.9041, 0.8607],
    [0.9721, 1.0],
  ],
};
