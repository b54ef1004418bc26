import { Fault, Slices } from '../../kernel/index.ts';
import { listed, type Policy } from '../../policy/index.ts';
import { eachElementAt, type ResultMessage, type Slice, valueAt } from '../../protocol/index.ts';
import type { Listing } from './page.ts';

/** An item that the grant may see, and the name or URI that it bears. */
export interface Item extends Slice {
  readonly name: string;
}

/**
 * The items of a list that a policy does not hide, in the server's order. What has no name is none.
 *
 * A page may have megabytes, and calls of everybody go through the thread that reads it: each item is looked for and read by
 * itself, and everything else has its turn in between.
 *
 * @param policy without one, nothing is seen
 * @throws Fault `upstream_invalid` when it is no list
 */
export async function visibleItems(
  { bytes, members }: Pick<ResultMessage, 'bytes' | 'members'>,
  { items, key, kind }: Listing,
  policy: Policy | undefined,
  slices: Slices = new Slices(),
): Promise<readonly Item[]> {
  const list = members.get(items);
  const elements = list === undefined ? undefined : eachElementAt(bytes, list);
  if (elements === undefined) throw new Fault('upstream_invalid', `The server gave a list without ${items}.`);
  const seen: Item[] = [];
  for (const span of elements) {
    if (slices.over) await slices.rest();
    const item = valueAt(bytes, span);
    if (typeof item !== 'object' || item === null || !Object.hasOwn(item, key)) continue;
    const name = (item as Record<string, unknown>)[key];
    if (typeof name !== 'string' || policy === undefined || !listed(policy, kind, name)) continue;
    seen.push({ bytes, span, name });
  }
  return seen;
}
