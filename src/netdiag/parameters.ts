import type { JsonObject, JsonValue } from '../protocol/index.ts';
import { ToolError } from './tool-error.ts';

/** One argument of a tool: its JSON Schema, and the reader that enforces what the schema promises. */
export interface Parameter<T> {
  readonly schema: JsonObject;
  /** What stands in for an absent argument; `undefined` makes the argument required. */
  readonly fallback: T | undefined;
  /**
   * @param name for the sentence of the error
   * @throws ToolError when the value is not what the schema says
   */
  read(value: JsonValue, name: string): T;
}

/** The arguments of a tool by name, in the order in which they are shown. */
export type Parameters = Readonly<Record<string, Parameter<unknown>>>;

/** What `readArguments` yields for a set of parameters. */
export type Arguments<P extends Parameters> = {
  readonly [K in keyof P]: P[K] extends Parameter<infer T> ? T : never;
};

/** A string of 1 to `maxLength` UTF-16 units (or of `minLength` 0 where the empty string means something). */
export function text(spec: {
  description: string;
  maxLength: number;
  minLength?: 0;
  fallback?: string;
}): Parameter<string> {
  const minLength = spec.minLength ?? 1;
  return {
    schema: {
      type: 'string',
      description: spec.description,
      minLength,
      maxLength: spec.maxLength,
      ...(spec.fallback === undefined ? {} : { default: spec.fallback }),
    },
    fallback: spec.fallback,
    read: (value, name) => {
      if (typeof value !== 'string') throw new ToolError(`"${name}" must be a string`);
      if (value.length < minLength || value.length > spec.maxLength) {
        throw new ToolError(`"${name}" must have ${minLength} to ${spec.maxLength} characters`);
      }
      return value;
    },
  };
}

/** A whole number from `minimum` to `maximum`, both inclusive. */
export function integer(spec: {
  description: string;
  minimum: number;
  maximum: number;
  fallback?: number;
}): Parameter<number> {
  return {
    schema: {
      type: 'integer',
      description: spec.description,
      minimum: spec.minimum,
      maximum: spec.maximum,
      ...(spec.fallback === undefined ? {} : { default: spec.fallback }),
    },
    fallback: spec.fallback,
    read: (value, name) => {
      if (!Number.isInteger(value) || Number(value) < spec.minimum || Number(value) > spec.maximum) {
        throw new ToolError(`"${name}" must be a whole number from ${spec.minimum} to ${spec.maximum}`);
      }
      return Number(value);
    },
  };
}

/** One of a few words. */
export function choice<const W extends string>(spec: {
  description: string;
  words: readonly W[];
  fallback: W;
}): Parameter<W> {
  return {
    schema: { type: 'string', description: spec.description, enum: spec.words, default: spec.fallback },
    fallback: spec.fallback,
    read: (value, name) => {
      const word = spec.words.find((known) => known === value);
      if (word === undefined) throw new ToolError(`"${name}" must be one of ${spec.words.join(', ')}`);
      return word;
    },
  };
}

/** 1 to `maxItems` values of one kind, none twice. */
export function list<T extends string | number>(spec: {
  description: string;
  of: Parameter<T>;
  maxItems: number;
}): Parameter<readonly T[]> {
  return {
    schema: {
      type: 'array',
      description: spec.description,
      items: spec.of.schema,
      minItems: 1,
      maxItems: spec.maxItems,
      uniqueItems: true,
    },
    fallback: undefined,
    read: (value, name) => {
      if (!Array.isArray(value) || value.length === 0 || value.length > spec.maxItems) {
        throw new ToolError(`"${name}" must be a list of 1 to ${spec.maxItems} values`);
      }
      const values = value.map((item: JsonValue, index) => spec.of.read(item, `${name}[${index}]`));
      if (new Set(values).size !== values.length) throw new ToolError(`"${name}" must not name a value twice`);
      return values;
    },
  };
}

/** The closed JSON Schema of a tool's arguments. */
export function inputSchema(parameters: Parameters): JsonObject {
  return {
    type: 'object',
    properties: Object.fromEntries(Object.entries(parameters).map(([name, parameter]) => [name, parameter.schema])),
    required: Object.keys(parameters).filter((name) => parameters[name]?.fallback === undefined),
    additionalProperties: false,
  };
}

/**
 * Reads the arguments of a call: every known one checked, every unknown one refused, every absent one filled in.
 *
 * @throws ToolError with a sentence for the agent
 */
export function readArguments<P extends Parameters>(parameters: P, given: JsonObject): Arguments<P> {
  const known = new Map(Object.entries(parameters));
  for (const name of Object.keys(given)) {
    if (!known.has(name))
      throw new ToolError(`there is no argument "${name}"; known are ${[...known.keys()].join(', ')}`);
  }
  const read = [...known].map(([name, parameter]) => {
    const value = Object.hasOwn(given, name) ? given[name] : undefined;
    if (value !== undefined) return [name, parameter.read(value, name)];
    if (parameter.fallback === undefined) throw new ToolError(`"${name}" is required`);
    return [name, parameter.fallback];
  });
  return Object.fromEntries(read) as Arguments<P>;
}
