import type { JsonObject, JsonValue } from '../../protocol/index.ts';
import type { Meter } from '../condition/meter.ts';
import type { Evaluated } from './evaluated.ts';

/** One judgement of a value by a schema. */
export interface Run {
  readonly meter: Meter;
  /** How many schemas are being asked inside one another. */
  depth: number;
}

/**
 * Whether a value fits a schema, or one keyword of it.
 *
 * @param seen told of the properties and items that were looked at; absent where no `unevaluated*` around it asks. What
 *   is told to it by a schema that the value does not fit must not count: who tolerates that brings a set of its own.
 * @throws OverBudget
 */
export type Check = (value: JsonValue, run: Run, seen: Evaluated | undefined) => boolean;

/** What a keyword is made of. */
export interface Making {
  readonly operand: JsonValue;
  /** The schema that the keyword stands in: some mean what they mean beside others only. */
  readonly schema: JsonObject;
  /** The check of a subschema. */
  compile(schema: JsonValue): Check;
  /** The check of what a reference leads to. */
  follow(reference: string): Check;
}

/** Nothing where the keyword says nothing of its own. */
export type Keyword = (making: Making) => Check | undefined;
