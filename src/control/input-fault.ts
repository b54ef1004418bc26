import { Fault } from '../kernel/index.ts';

/** One thing that is wrong with a request. */
export interface InputProblem {
  /** JSON pointer into the input. */
  readonly pointer: string;
  readonly message: string;
}

/** The input of a verb may not be what it is. No message repeats a value: it may be a secret. */
export class InputFault extends Fault {
  readonly problems: readonly InputProblem[];

  /** @param problems at least one */
  constructor(problems: readonly InputProblem[]) {
    const [first] = problems;
    super('invalid', first === undefined ? 'the input is not valid' : sentence(first));
    this.name = 'InputFault';
    this.problems = problems;
  }
}

/** @returns the fault of one field */
export function wrongField(field: string, message: string): InputFault {
  return new InputFault([{ pointer: `/${field}`, message }]);
}

function sentence({ pointer, message }: InputProblem): string {
  return pointer === '' ? message : `${pointer.slice(1).replaceAll('/', '.')}: ${message}`;
}
