import { Fault } from '../kernel/index.ts';

/** One thing that is wrong with a request. */
export interface InputProblem {
  /** JSON pointer into the input. */
  readonly pointer: string;
  readonly message: string;
}

/** So many places are named at most: nobody reads more, and a small body with many made an answer of ten megabytes. */
export const mostProblems = 100;

/** A place in the input, by the names that lead to it. */
export function pointerOf(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** The input of a verb may not be what it is. No message repeats a value: it may be a secret. Of many places, the first. */
export class InputFault extends Fault {
  readonly problems: readonly InputProblem[];

  /** @param problems at least one */
  constructor(problems: readonly InputProblem[]) {
    const [first] = problems;
    super('invalid', first === undefined ? 'the input is not valid' : sentence(first));
    this.name = 'InputFault';
    this.problems = problems.slice(0, mostProblems);
  }
}

/** @returns the fault of one field */
export function wrongField(field: string, message: string): InputFault {
  return new InputFault([{ pointer: `/${field}`, message }]);
}

function sentence({ pointer, message }: InputProblem): string {
  return pointer === '' ? message : `${pointer.slice(1).replaceAll('/', '.')}: ${message}`;
}
