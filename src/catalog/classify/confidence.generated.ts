// Written by scripts/train-classifier.ts; not edited by hand.
import type { Curves } from './calibrate.ts';

/** Probability of the model → how often it is right, by how the description stands to the outcome. */
export const confidenceCurves: Curves = {
  told: [
    [0.2223, 0.6333],
    [0.6804, 0.8101],
    [0.7692, 0.8478],
    [0.8283, 0.9013],
    [0.8909, 0.939],
    [0.9308, 0.95],
    [0.9466, 0.9623],
    [0.9611, 0.9753],
    [0.9694, 0.9809],
    [0.9838, 0.9941],
    [0.9864, 1.0],
  ],
  untold: [
    [0.5635, 0.5667],
    [0.785, 0.8222],
    [0.8638, 0.8723],
    [0.9287, 0.8964],
    [0.972, 0.9571],
    [0.9772, 0.9667],
    [0.9839, 0.9804],
    [0.9913, 1.0],
  ],
  otherwise: [
    [0.6278, 0.5938],
    [0.8223, 0.8],
    [0.869, 0.8537],
    [0.9219, 0.8675],
    [0.9721, 1.0],
  ],
};
