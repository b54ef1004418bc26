import type { JsonObject } from '../../protocol/index.ts';
import type { ReplayStep, ReplayTool } from './attack.ts';

/** A tool with parameters, all of them strings unless a type is behind a colon; `!` marks those that must be there. */
export function tool(name: string, parameters = '', description?: string): ReplayTool {
  const entries = parameters
    .split(' ')
    .filter((word) => word !== '')
    .map((word) => {
      const [key = '', type = 'string'] = word.replace('!', '').split(':');
      return [key, { type }] as const;
    });
  const required = parameters
    .split(' ')
    .filter((word) => word.endsWith('!'))
    .map((word) => word.replace(/[:!].*/, ''));
  return {
    name,
    ...(description !== undefined && { description }),
    inputSchema: { type: 'object', properties: Object.fromEntries(entries), required },
  };
}

/** A call through the gateway. */
export function call(name: string, args: JsonObject = {}): ReplayStep {
  return { kind: 'call', tool: name, arguments: args };
}

/** A call past the gateway. */
export function direct(name: string, args: JsonObject = {}): ReplayStep {
  return { kind: 'direct', tool: name, arguments: args };
}

/** A policy that denies what its tools do not name. */
export function only(tools: JsonObject, more: JsonObject = {}): JsonObject {
  return { version: '1', default: 'deny', ...more, tools };
}

/** An entry whose argument must meet a condition. */
export function must(path: string, op: string, value?: JsonObject[string]): JsonObject {
  return { require: [{ path: `args.${path}`, op, ...(value !== undefined && { value }) }] };
}

/** A list of arguments that is closed. */
export function closed(...names: readonly string[]): JsonObject {
  return {
    arguments: {
      type: 'object',
      properties: Object.fromEntries(names.map((name) => [name, true])),
      additionalProperties: false,
    },
  };
}
