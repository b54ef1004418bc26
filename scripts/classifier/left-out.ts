// Scores of tools whose servers the model was not trained with.
import { type Score, score } from '../../src/catalog/classify/score.ts';
import { goldLabels, hintLabels, lotOf, ninthLabels, ownLabels } from './labels.ts';
import { type Example, examplesOf, hidden, train } from './train.ts';

const folds = 5;

/** Every labelled tool of the data folder as an example; our own labels are for training only. */
export function examplesIn(folder: string): { readonly labelled: Example[]; readonly own: Example[] } {
  const labelled = examplesOf([...goldLabels(folder), ...hintLabels(folder), ...ninthLabels(folder, 'a')], false);
  const own = examplesOf(ownLabels(folder), true);
  return { labelled, own: [...own, ...hidden([...labelled, ...own])] };
}

/** Deals servers into five lots and scores each lot with a model trained on the four others. */
export function leftOut(
  labelled: readonly Example[],
  own: readonly Example[],
): { readonly example: Example; readonly scored: Score }[] {
  const foldOf = ({ labelled: { tool } }: Example): number => lotOf(tool.server) % folds;
  return Array.from({ length: folds }, (_, fold) => fold).flatMap((fold) => {
    const model = train([...labelled, ...own].filter((example) => foldOf(example) !== fold));
    return labelled
      .filter((example) => foldOf(example) === fold)
      .map((example) => ({ example, scored: score(model, example.reading) }));
  });
}
