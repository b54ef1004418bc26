import type { JsonValue } from '../../protocol/index.ts';
import type { RecordedCall } from '../calls/recorded-call.ts';

/** What was seen of one argument of one tool. */
export interface ArgumentTraffic {
  /** Calls that had it. */
  readonly calls: number;
  /** Its values; `undefined` where one of them was not kept. */
  readonly values: readonly JsonValue[] | undefined;
}

/** What was seen of one tool. */
export interface ToolTraffic {
  readonly name: string;
  readonly calls: number;
  /** By name of the argument, at the top level. */
  readonly args: ReadonlyMap<string, ArgumentTraffic>;
}

/** What was seen of each tool, in the order of their names. */
export function toolTraffic(calls: readonly RecordedCall[]): readonly ToolTraffic[] {
  const tools = new Map<
    string,
    { calls: number; args: Map<string, { calls: number; values: JsonValue[] | undefined }> }
  >();
  for (const { call } of calls) {
    if (call.kind !== 'tool') continue;
    const tool = tools.get(call.name) ?? { calls: 0, args: new Map() };
    tools.set(call.name, tool);
    tool.calls += 1;
    for (const [key, { value }] of Object.entries(Object.getOwnPropertyDescriptors(call.arguments))) {
      const seen = tool.args.get(key) ?? { calls: 0, values: [] };
      tool.args.set(key, seen);
      seen.calls += 1;
      // What was not kept has no value, only somebody who is told that it was asked for.
      if (value === undefined) seen.values = undefined;
      else seen.values?.push(value);
    }
  }
  return [...tools]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, { calls: count, args }]) => ({ name, calls: count, args }));
}
