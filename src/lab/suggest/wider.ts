import type { JsonValue } from '../../protocol/index.ts';
import type { ArgumentCondition, Draft, DraftEntry } from './draft.ts';
import type { ArgumentTraffic, ToolTraffic } from './traffic.ts';
import { spanOf } from './value-rule.ts';

/** Most names that one sentence lists. */
const mostNames = 8;

/** What a draft allows beyond what was seen, but for how often: a sentence each. */
export function widerThanSeen({ tools, resources }: Draft, traffic: readonly ToolTraffic[]): readonly string[] {
  const byName = new Map(traffic.map((tool) => [tool.name, tool]));
  const sentences: string[] = [];
  for (const [pattern, entry] of tools) {
    if (pattern.endsWith('*')) {
      const seen = traffic.filter(({ name }) => name.startsWith(pattern.slice(0, -1))).map(({ name }) => name);
      sentences.push(`${pattern}: any tool of that name with any arguments; seen were ${some(seen)}`);
    } else sentences.push(...ofArguments(entry, byName.get(pattern)?.args).map((what) => `${pattern}: ${what}`));
  }
  // A star of a URI's own is one in a pattern.
  for (const pattern of resources.filter((uri) => uri.includes('*'))) sentences.push(`${pattern}: any resource there`);
  return sentences;
}

function ofArguments(
  { require, properties }: DraftEntry,
  seen: ReadonlyMap<string, ArgumentTraffic> = new Map(),
): string[] {
  const [free, unknown, bounded]: [string[], string[], string[]] = [[], [], []];
  for (const [key, { values }] of [...seen].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const condition = require.get(key);
    const schema = properties?.get(key) ?? true;
    if (condition !== undefined) bounded.push(inPlaces(key, condition));
    else if (schema !== true) bounded.push(...inRange(key, schema, values));
    else (values === undefined ? unknown : free).push(key);
  }
  return [
    ...(properties === undefined ? ['any argument, whatever it is called'] : []),
    ...(free.length > 0 ? [`any value of ${some(free)}`] : []),
    ...(unknown.length > 0 ? [`any value of ${some(unknown)}: not kept for every call`] : []),
    ...bounded,
  ];
}

function inPlaces(key: string, { op, value }: ArgumentCondition): string {
  return op === 'path_within' ? `any path in ${some(value)} as ${key}` : `anything at ${some(value)} as ${key}`;
}

/** Of a range: words of a list are those that were seen. */
function inRange(key: string, schema: JsonValue, values: readonly JsonValue[] = []): string[] {
  const { minimum, maximum } = schema as { readonly minimum?: number; readonly maximum?: number };
  if (minimum === undefined || maximum === undefined) return [];
  const [least, greatest] = spanOf(values.filter((value) => typeof value === 'number'));
  return [`${key} from ${minimum} to ${maximum}; seen were ${least} to ${greatest}`];
}

function some(names: readonly string[]): string {
  const more = names.length - mostNames;
  return names.slice(0, mostNames).join(', ') + (more > 0 ? ` and ${more} more` : '');
}
