// The measures of the catalogue's goals.
import { type Category, categories } from '../../src/catalog/classify/category.ts';
import type { Labelled } from './labels.ts';

/** What the classifier said of a labelled tool. */
export interface Answer {
  readonly labelled: Labelled;
  readonly category: Category;
  readonly severity: string;
  readonly confidence: number;
}

/** Figures over one set of answers. Shares are between 0 and 1; a share of nothing is NaN. */
export interface Measures {
  readonly tools: number;
  readonly servers: number;
  readonly accuracy: number;
  /** Counting the second category that a reader would defend as right, too. */
  readonly defensible: number;
  readonly macroF1: number;
  readonly perCategory: readonly {
    readonly category: Category;
    readonly tools: number;
    readonly precision: number;
    readonly recall: number;
  }[];
  /** Of tools that do more than write, how many are called read. */
  readonly dangerousCalledRead: number;
  readonly destructiveRecall: number;
  /** Of answers with a confidence of 0.9 or more, how many are right; and how many answers are of that kind. */
  readonly sureAndRight: number;
  readonly sure: number;
  /** How far confidence is from the share that is right, over tenths of confidence, weighed by answers. */
  readonly calibrationError: number;
  readonly severity: number;
  /** Rows: what readers say; columns: what the classifier says; both in the order of `categories`. */
  readonly confusion: readonly (readonly number[])[];
  /** Confidence in steps of a tenth: answers, mean confidence, share that is right. */
  readonly calibration: readonly { readonly answers: number; readonly said: number; readonly right: number }[];
}

const share = (some: number, all: number): number => some / all;

/** Measures answers on tools that readers labelled. */
export function measure(answers: readonly Answer[]): Measures {
  const read = answers.filter(({ labelled }) => labelled.category !== undefined);
  const count = (test: (answer: Answer) => boolean): number => read.filter(test).length;
  const isRight = ({ labelled, category }: Answer): boolean => labelled.category === category;
  const perCategory = categories.map((category) => {
    const tools = count(({ labelled }) => labelled.category === category);
    const hits = count((answer) => answer.category === category && isRight(answer));
    const said = count((answer) => answer.category === category);
    return { category, tools, precision: share(hits, said), recall: share(hits, tools) };
  });
  const f1 = perCategory.map(({ precision, recall }) => (2 * precision * recall) / (precision + recall) || 0);
  const dangerous = count(({ labelled }) => labelled.category !== 'read' && labelled.category !== 'write');
  const sure = read.filter(({ confidence }) => confidence >= 0.9);
  const bins = Array.from({ length: 10 }, (_, tenth) =>
    read.filter(({ confidence }) => Math.min(9, Math.floor(confidence * 10)) === tenth),
  );
  const saidIn = (bin: readonly Answer[]): number => bin.reduce((sum, { confidence }) => sum + confidence, 0);
  return {
    tools: read.length,
    servers: new Set(read.map(({ labelled }) => labelled.tool.server)).size,
    accuracy: share(count(isRight), read.length),
    defensible: share(
      count((answer) => isRight(answer) || answer.labelled.alternative === answer.category),
      read.length,
    ),
    macroF1: f1.reduce((one, other) => one + other, 0) / categories.length,
    perCategory,
    dangerousCalledRead: share(
      count(({ labelled, category }) => !['read', 'write'].includes(labelled.category ?? '') && category === 'read'),
      dangerous,
    ),
    destructiveRecall: perCategory.find(({ category }) => category === 'destructive')?.recall ?? 0,
    sureAndRight: share(sure.filter(isRight).length, sure.length),
    sure: share(sure.length, read.length),
    calibrationError: share(
      bins.reduce((sum, bin) => sum + Math.abs(saidIn(bin) - bin.filter(isRight).length), 0),
      read.length,
    ),
    severity: share(
      count(({ labelled, severity }) => labelled.severity === severity),
      count(({ labelled }) => labelled.severity !== undefined),
    ),
    confusion: categories.map((row) =>
      categories.map((column) => count(({ labelled, category }) => labelled.category === row && category === column)),
    ),
    calibration: bins.map((bin) => ({
      answers: bin.length,
      said: share(saidIn(bin), bin.length),
      right: share(bin.filter(isRight).length, bin.length),
    })),
  };
}

/** Mutating or not against authors' hints: the mean over servers of the share that agrees, and the share over tools. */
export function measureHints(answers: readonly Answer[]): { readonly perServer: number; readonly perTool: number } {
  const servers = new Map<string, number[]>();
  for (const { labelled, category } of answers) {
    if (labelled.mutates === undefined) continue;
    const agrees = Number((category !== 'read') === labelled.mutates);
    const list = servers.get(labelled.tool.server);
    if (list === undefined) servers.set(labelled.tool.server, [agrees]);
    else list.push(agrees);
  }
  const mean = (numbers: readonly number[]): number => numbers.reduce((one, other) => one + other, 0) / numbers.length;
  return { perServer: mean([...servers.values()].map(mean)), perTool: mean([...servers.values()].flat()) };
}
