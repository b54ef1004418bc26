import type { JsonValue } from '../../../src/protocol/index.ts';

/** What a leaf answers to a value: *true*, *false*, or that the value is unjudgeable (policy language, section 2). */
export type Expectation = true | false | 'unjudgeable';

/** One row of an adversarial table. */
export type Row = readonly [value: JsonValue, expectation: Expectation, why: string];

/** Rows that share one operator and operand. */
export interface Table {
  readonly op: 'path_within' | 'host_in' | 'public_host' | 'in_cidr' | 'regex' | 'fullmatch';
  readonly operand: JsonValue;
  readonly rows: readonly Row[];
}
