import type { JsonValue } from '../../protocol/index.ts';

/**
 * Something that a policy asks of one value: an operator with its operand; `schema`, a subschema of `arguments`;
 * `cost` or `per`, which a limit must be able to take (`per` with what it reads the value as).
 */
export interface Wish {
  readonly op: string;
  readonly operand: JsonValue | undefined;
}

/** Operators whose answer on a string may also be *unknown*: what cannot be read as what they compare. */
const readers = new Set(['path_within', 'host_in', 'public_host', 'in_cidr', 'lt', 'lte', 'gt', 'gte']);

export function mayBeUnknown({ op }: Wish): boolean {
  return readers.has(op);
}
