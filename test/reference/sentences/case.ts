import type { JudgedLine } from '../../../src/cli/policy/policy-judge-line.ts';
import type { JsonObject, JsonValue } from '../../../src/protocol/index.ts';

/** Rows that show one sentence of the policy language. */
export interface Group<Row> {
  /** The sentence, or the part of it that the rows show. */
  readonly says: string;
  readonly rows: readonly Row[];
}

/** A condition on a call's arguments: does it permit in `require`, and does it refuse in `deny_if`? */
export type ConditionRow = readonly [
  condition: JsonValue,
  args: JsonObject,
  permits: 'permits' | 'no',
  refuses: 'refuses' | 'no',
];

/** A document and a call: the decision as `outcome code rule: reason`. */
export type DecisionRow = readonly [document: JsonObject, call: JsonObject, decision: string];

/** Calls in a row on the same budgets. */
export interface SequenceRow {
  readonly document: JsonObject;
  /** Seconds since the first call, the call, the decision. */
  readonly calls: readonly (readonly [at: number, call: JsonObject, decision: string])[];
}

/** A text that is no policy: its first error as `pointer line:column`, and the nearest word. */
export type ErrorRow = readonly [text: string, error: string, nearest?: string];

/** A document around the rules of the tool `t`; every other tool is denied. */
export const tool = (rules: JsonObject): JsonObject => ({ version: '1', default: 'deny', tools: { t: rules } });

/** A call of `t`. */
export const call = (args: JsonObject = {}, rest: JsonObject = {}): JsonObject => ({
  tool: 't',
  arguments: args,
  ...rest,
});

/** `allow`, `deny condition /tools/t/require/0: Not here.` */
export function told({ decision, errors }: JudgedLine): string {
  if (decision === null) return `invalid ${errors.map(({ pointer }) => pointer).join(' ')}`;
  const { outcome, code, rule, reason } = decision;
  return `${[outcome, code, rule].filter((word) => word !== null).join(' ')}${reason === null ? '' : `: ${reason}`}`;
}
