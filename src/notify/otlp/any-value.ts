/** `AnyValue` of opentelemetry/proto/common/v1/common.proto in its JSON encoding; an absent value is an empty one. */
export type AnyValue =
  | { readonly stringValue: string }
  | { readonly boolValue: boolean }
  /** 64 bits, and so a decimal string. */
  | { readonly intValue: string }
  | { readonly doubleValue: number }
  | { readonly arrayValue: { readonly values: readonly AnyValue[] } };

/** `KeyValue`. Keys are not empty, and unique where they stand together. */
export interface KeyValue {
  readonly key: string;
  readonly value: AnyValue;
}

/**
 * A value as an attribute. Scalars and lists of scalars keep their type; what is deeper is JSON in a string: readers of
 * protobuf go no deeper than a hundred levels, and arguments may be as deep as a policy lets them.
 */
function anyValue(value: unknown): AnyValue {
  if (Array.isArray(value) && value.every(isScalar)) return { arrayValue: { values: value.map(scalar) } };
  return isScalar(value) ? scalar(value) : { stringValue: wellFormed(JSON.stringify(value) ?? '') };
}

/** Attributes of what is there: a member that is `undefined` or `null` is none. */
export function attributes(members: Readonly<Record<string, unknown>>): KeyValue[] {
  return Object.entries(members)
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([key, value]) => ({ key: wellFormed(key), value: anyValue(value) }));
}

type Scalar = string | number | boolean;

function isScalar(value: unknown): value is Scalar {
  return typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number';
}

function scalar(value: Scalar): AnyValue {
  if (typeof value === 'string') return { stringValue: wellFormed(value) };
  if (typeof value === 'boolean') return { boolValue: value };
  return Number.isSafeInteger(value) ? { intValue: String(value) } : { doubleValue: value };
}

/** Strings of protobuf are UTF-8: half of a surrogate pair would have the whole batch refused. */
export function wellFormed(text: string): string {
  return text.toWellFormed();
}
