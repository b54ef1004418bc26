import type { JsonObject, JsonValue } from '../../protocol/index.ts';
import { step } from '../step.ts';

/** What the values of an argument have in common. */
export interface ArgumentCondition {
  readonly op: 'path_within' | 'host_in';
  readonly value: readonly string[];
  /** Whether every call had the argument; if not, it may stay away. */
  readonly always: boolean;
}

/** An entry of `tools` that is being written. */
export interface DraftEntry {
  /** Conditions on arguments, by the argument. */
  readonly require: Map<string, ArgumentCondition>;
  /** Schemas of arguments; `undefined` where the list of arguments is not closed and none has a schema. */
  properties: Map<string, JsonValue> | undefined;
  readonly closed: boolean;
  perMinute: number | undefined;
}

/** A policy that is being written: what proves too narrow is taken out again, piece by piece. */
export interface Draft {
  readonly description: string;
  readonly tools: Map<string, DraftEntry>;
  readonly resources: readonly string[];
  readonly prompts: readonly string[];
  perDay: number | undefined;
}

/** The document of a draft. */
export function documentOf({ description, tools, resources, prompts, perDay }: Draft): JsonObject {
  const limits = perDay !== undefined && [{ counter: 'calls', window: 'day', max: perDay, scope: 'grant' }];
  return {
    version: '1',
    description,
    default: 'deny',
    ...(limits && tools.size > 0 && { all_tools: { limits } }),
    ...(tools.size > 0 && { tools: Object.fromEntries([...tools].map(([name, entry]) => [name, entryOf(entry)])) }),
    ...(resources.length > 0 && { resources: Object.fromEntries(resources.map((uri) => [uri, {}])) }),
    ...(prompts.length > 0 && { prompts: Object.fromEntries(prompts.map((name) => [name, {}])) }),
  };
}

function entryOf({ require, properties, closed, perMinute }: DraftEntry): JsonObject {
  return {
    ...(require.size > 0 && { require: [...require].map(([key, condition]) => conditionOn(key, condition)) }),
    ...(properties !== undefined && { arguments: schemaOf(properties, closed) }),
    ...(perMinute !== undefined && { rate_limit: { max: perMinute, window: 'minute' } }),
  };
}

function conditionOn(key: string, { op, value, always }: ArgumentCondition): JsonObject {
  const path = step('args', key);
  const condition = { path, op, value };
  return always ? condition : { any: [{ path, op: 'exists', value: false }, condition] };
}

function schemaOf(properties: ReadonlyMap<string, JsonValue>, closed: boolean): JsonObject {
  if (properties.size === 0) return { maxProperties: 0 };
  return { properties: Object.fromEntries(properties), ...(closed && { additionalProperties: false }) };
}

/**
 * Takes out what refused a call, or what needs a value that was not kept.
 *
 * @param rule the pointer of what decided
 * @returns false where nothing in the draft is meant
 */
export function takeOut(draft: Draft, rule: string): boolean {
  const [, section, name = '', key, index] = rule.split('/');
  if (section === 'all_tools' && draft.perDay !== undefined) {
    draft.perDay = undefined;
    return true;
  }
  const entry = section === 'tools' ? draft.tools.get(name) : undefined;
  if (entry === undefined) return false;
  if (key === 'require') return entry.require.delete([...entry.require.keys()][Number(index)] ?? '');
  if (key === 'rate_limit' && entry.perMinute !== undefined) {
    entry.perMinute = undefined;
    return true;
  }
  if (key !== 'arguments' || entry.properties === undefined) return false;
  const before = entry.properties;
  const isOpen = [...before.values()].every((schema) => schema === true);
  // First what is said of values, then the list itself.
  entry.properties =
    isOpen || !entry.closed ? undefined : new Map([...before.keys()].map((argument) => [argument, true]));
  return true;
}
