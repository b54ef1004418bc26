import type { JsonValue } from '../../protocol/index.ts';

/**
 * Something that a policy asks of one value: an operator with its operand; `schema`, a subschema of `arguments`;
 * `cost` or `per`, which a limit must be able to take (`per` with what it reads the value as).
 */
export interface Wish {
  readonly op: string;
  readonly operand: JsonValue | undefined;
}

/** What values are known to be made for. Whatever else is asked of a place, nothing about it can be proven. */
const compares = ['eq', 'neq', 'in', 'not_in', 'lt', 'lte', 'gt', 'gte', 'exists', 'type', 'length_lte', 'length_gte'];
const texts = ['contains', 'regex', 'fullmatch', 'glob', 'starts_with', 'ends_with'];
const reads = ['path_within', 'host_in', 'public_host', 'in_cidr', 'schema', 'cost', 'per'];
const foreseen = new Set([compares, texts, reads].flat());

export function isForeseen({ op }: Wish): boolean {
  return foreseen.has(op);
}

/** Operators whose answer on a string may also be *unknown*: what cannot be read as what they compare. */
const readers = new Set(['path_within', 'host_in', 'public_host', 'in_cidr', 'lt', 'lte', 'gt', 'gte']);

export function mayBeUnknown({ op }: Wish): boolean {
  return readers.has(op);
}
