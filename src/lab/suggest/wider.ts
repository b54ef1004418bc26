import type { Draft } from './draft.ts';
import type { ToolTraffic } from './traffic.ts';

/** Most names that one sentence lists. */
const mostNames = 8;

/** What a draft allows beyond what was seen, a sentence each. */
export function widerThanSeen({ tools, resources }: Draft, traffic: readonly ToolTraffic[]): readonly string[] {
  const sentences: string[] = [];
  for (const [pattern, entry] of tools) {
    if (pattern.endsWith('*')) {
      const seen = traffic.filter(({ name }) => name.startsWith(pattern.slice(0, -1))).map(({ name }) => name);
      sentences.push(`${pattern}: any tool of that name with any arguments; seen were ${some(seen)}`);
      continue;
    }
    const args = [...(traffic.find(({ name }) => name === pattern)?.args.keys() ?? [])].toSorted();
    if (entry.properties === undefined) sentences.push(`${pattern}: any argument, whatever it is called`);
    const free = args.filter((key) => !entry.require.has(key) && (entry.properties?.get(key) ?? true) === true);
    if (free.length > 0) sentences.push(`${pattern}: any value of ${some(free)}`);
  }
  for (const pattern of resources.filter((uri) => uri.endsWith('*'))) sentences.push(`${pattern}: any resource there`);
  return sentences;
}

function some(names: readonly string[]): string {
  const more = names.length - mostNames;
  return names.slice(0, mostNames).join(', ') + (more > 0 ? ` and ${more} more` : '');
}
