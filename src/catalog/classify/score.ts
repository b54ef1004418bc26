import { type Category, categories } from './category.ts';
import type { ToolFeatures } from './features.ts';

/**
 * A linear model over the features of a definition. `firm` weighs what name, schema and server say, one number a
 * category in the order of `categories`. `raising` weighs what the description says as steps: the number at a category
 * is added to it and to every graver one, and none is negative. So a feature more can only move the outcome up, and
 * whatever is added to a description never lowers a class.
 */
export interface Model {
  readonly firm: ReadonlyMap<string, readonly number[]>;
  readonly raising: ReadonlyMap<string, readonly number[]>;
}

/** The outcome of the model, before calibration. */
export interface Score {
  readonly category: Category;
  /** Of each category, in the order of `categories`; they add up to 1. */
  readonly probabilities: readonly number[];
}

/** Scores a reading. Ties go to the graver category. */
export function score(model: Model, { firm, raising }: Pick<ToolFeatures, 'firm' | 'raising'>): Score {
  const sums = categories.map(() => 0);
  for (const feature of firm) add(sums, model.firm.get(feature));
  const steps = categories.map(() => 0);
  for (const feature of raising) add(steps, model.raising.get(feature));
  let climbed = 0;
  for (let rank = 0; rank < sums.length; rank++) {
    climbed += steps[rank] ?? 0;
    sums[rank] = (sums[rank] ?? 0) + climbed;
  }
  const most = Math.max(...sums);
  const weights = sums.map((sum) => Math.exp(sum - most));
  const total = weights.reduce((one, other) => one + other, 0);
  return {
    category: categories[sums.lastIndexOf(most)] ?? 'financial',
    probabilities: weights.map((weight) => weight / total),
  };
}

function add(sums: number[], weights: readonly number[] | undefined): void {
  if (weights === undefined) return;
  for (let rank = 0; rank < sums.length; rank++) sums[rank] = (sums[rank] ?? 0) + (weights[rank] ?? 0);
}
