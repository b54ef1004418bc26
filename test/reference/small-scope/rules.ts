import type { JsonValue } from '../../../src/protocol/index.ts';
import type { Condition, ToolRules } from '../judge/document.ts';

/** What the one argument may be, beside absent: two numbers, a text that looks like one of them, and null. */
export const values: readonly JsonValue[] = [null, 1, 2, '1'];

const path = 'args.x';
const atoms: readonly Condition[] = [
  ...values.map((value): Condition => ({ path, op: 'eq', value })),
  { path, op: 'neq', value: 1 },
  { path, op: 'neq', value: null },
  { path, op: 'exists' },
  { path, op: 'lt', value: 2 },
];
const pairs = atoms.flatMap((a, i) => atoms.slice(i + 1).map((b) => [a, b] as const));

/** Every list of at most two conditions: one, its negation, two that must both hold, two of which one must. */
const conditions: readonly (readonly Condition[])[] = [
  ...atoms.map((one) => [one]),
  ...atoms.map((one) => [{ not: one }]),
  ...pairs,
  ...pairs.map((two) => [{ any: two }]),
];

/** Every rule of the scope, as the rules of an entry that holds nothing else. */
export const rules: readonly ToolRules[] = [
  ...conditions.map((list): ToolRules => ({ require: [{ conditions: list, on_deny: 'required' }] })),
  ...conditions.map((list): ToolRules => ({ deny_if: [{ conditions: list }] })),
  ...conditions.map((list): ToolRules => ({ approve_if: [{ conditions: list, reason: 'asked' }] })),
  { deny_if: [{ conditions: [] }] },
  { approve_if: [{ conditions: [] }] },
  { action: 'deny', reason: 'denied' },
  { action: 'hide' },
  { action: 'require_approval' },
];
