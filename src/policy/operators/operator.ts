import type { JsonObject } from '../../protocol/index.ts';
import type { Predicate } from '../condition/condition.ts';
import type { Report } from '../read/report.ts';
import type { Node } from '../source/tree.ts';

/** One operator of the language: everything about it stands in one place. */
export interface Operator {
  readonly name: string;
  /** One sentence for the table in the documentation and for editors. */
  readonly doc: string;
  /** JSON Schema of the operand. */
  readonly operand: JsonObject;
  /** Whether `value` may be absent. */
  readonly optional?: true;
  /** `neq` and `not_in`: absence counts as true for refusal. */
  readonly negative?: true;
  /**
   * Reads the operand. A value with which the operator could never hold, or always would, is an error where the
   * language lists it (section 7, "Operands").
   *
   * @param node the operand; `undefined` only where it is optional
   * @returns `undefined` when an error was reported
   */
  read(node: Node, pointer: string, report: Report): Predicate | undefined;
  /** The predicate of an absent operand. */
  readonly absent?: Predicate;
}
