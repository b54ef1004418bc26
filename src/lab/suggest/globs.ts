import type { SuggestStrictness } from './strictness.ts';
import type { ToolTraffic } from './traffic.ts';
import { verbPrefix } from './verbs.ts';

/**
 * The globs that stand for many tools of one verb, each with the tools in use that it stands for.
 *
 * @param refused names of tools whose calls were refused: no glob may let them in
 */
export function globsOf(
  tools: readonly ToolTraffic[],
  refused: ReadonlySet<string>,
  { toolsOfAGlob, changingVerbs }: SuggestStrictness,
): ReadonlyMap<string, readonly ToolTraffic[]> {
  const byPrefix = Map.groupBy(tools, ({ name }) => verbPrefix(name, changingVerbs));
  const found = new Map<string, readonly ToolTraffic[]>();
  for (const [prefix, members] of byPrefix) {
    if (prefix === undefined || members.length < toolsOfAGlob) continue;
    const letsIn = [...refused].some(
      (name) => name.startsWith(prefix) && !members.some((member) => member.name === name),
    );
    if (!letsIn) found.set(`${prefix}*`, members);
  }
  return found;
}
