import type { JsonValue } from '../../protocol/index.ts';
import type { Meter } from './meter.ts';
import type { Path } from './path.ts';
import type { Truth } from './truth.ts';

/** An operator with its operand: what it says of one present value. */
export type Predicate =
  | { readonly kind: 'exists'; readonly present: boolean }
  | {
      readonly kind: 'value';
      /** `type`, or an operand that names null: null is a value like any other. */
      readonly judgesNull: boolean;
      /** Unknown for what is no value of the operator's type, or cannot be read as what it compares. */
      readonly test: (value: JsonValue, meter: Meter) => Truth;
    };

/**
 * A condition, compiled: small frozen nodes with negation already pushed to the leaves, so that `not` is no node.
 */
export type Condition = Leaf | Group | Each;

export interface Leaf {
  readonly kind: 'leaf';
  readonly path: Path;
  readonly operator: string;
  readonly predicate: Predicate;
  /** The operand as it was written, where there is one: for linters and differences, never for judging. */
  readonly operand: JsonValue | undefined;
  /** Under an odd number of `not`: the predicate's answer is turned round. */
  readonly negated: boolean;
  /** `neq`, `not_in`, or under an odd number of `not`: absence counts as true for refusal. */
  readonly negative: boolean;
  readonly pointer: string;
}

export interface Group {
  readonly kind: 'all' | 'any';
  readonly of: readonly Condition[];
  readonly pointer: string;
}

export interface Each {
  readonly kind: 'each';
  /** The path of the list, with `[*]` behind it. */
  readonly elements: Path;
  readonly of: Condition;
  /** Under an odd number of `not` (its body is negated already). */
  readonly negated: boolean;
  readonly pointer: string;
}
