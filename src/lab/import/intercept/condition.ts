import { readPolicy } from '../../../policy/index.ts';
import type { JsonObject } from '../../../protocol/index.ts';
import { step } from '../../step.ts';
import { member } from '../imported.ts';

/** A condition on arguments, or why it cannot be carried. */
export type Carried = { readonly condition: JsonObject } | { readonly why: string };

/**
 * A condition of Intercept on `args.…` as one of a policy. Both ask what must hold for a call to pass, and Intercept
 * compares across types (`"5"` equals `5`, a list its printed form): what is an equality here is one there, too. The
 * negations can be carried only where both mean the same, and the policy refuses values of another type.
 */
export function carryCondition(source: unknown): Carried {
  const [path, op, value] = ['path', 'op', 'value'].map((key) => member(source, key));
  if (typeof path !== 'string' || typeof op !== 'string') return { why: 'it is no condition' };
  const keys = path.split('.').slice(1);
  if (op === 'neq' && !isPlain(value))
    return { why: '"neq" with what is no text, number or boolean compares printed forms' };
  if (op === 'not_in' && !isPlainList(value))
    return { why: '"not_in" with values of several types compares printed forms' };
  const condition = { path: keys.reduce(step, 'args'), op, value } as JsonObject;
  const read = readPolicy(
    JSON.stringify({ version: '1', default: 'deny', tools: { t: { require: [{ conditions: [condition] }] } } }),
    'json',
  );
  return read.ok ? { condition } : { why: `the policy language does not have it: ${read.errors[0]?.message}` };
}

function isPlain(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

function isPlainList(value: unknown): boolean {
  return Array.isArray(value) && value.every(isPlain) && new Set(value.map((item) => typeof item)).size === 1;
}
