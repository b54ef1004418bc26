import type { CallContext, ToolFacts } from '../../policy/index.ts';
import type { JsonObject, JsonValue } from '../../protocol/index.ts';

/** What a capture holds of a call beyond its record: with whole arguments, all that a policy could ask for. */
export interface KeptFacts {
  /** Whole; absent where only some values were captured. */
  readonly arguments?: JsonObject | undefined;
  /** Canonical path → value. */
  readonly values?: Readonly<Record<string, JsonValue>> | undefined;
  readonly facts: ToolFacts;
  readonly tags: ReadonlyMap<string, string>;
  readonly user?: Omit<NonNullable<CallContext['user']>, 'id'> | undefined;
}
