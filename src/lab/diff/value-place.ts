import type { Path, Step } from '../document.ts';

/**
 * Where a value stands: in which slot, and where in it. A slot is a part of the call that can be chosen without a look
 * at the others: one argument, the user, the time.
 */
export interface ValuePlace {
  readonly slot: string;
  readonly steps: readonly Step[];
  readonly text: string;
}

/** @param element where `item` stands */
export function valuePlace({ root, steps, canonical }: Path, element?: ValuePlace): ValuePlace {
  const at = (slot: string, rest: readonly Step[]): ValuePlace => ({ slot, steps: rest, text: canonical });
  const [first] = steps;
  switch (root) {
    case 'item':
      return { slot: element?.slot ?? 'args', steps: [...(element?.steps ?? []), ...steps], text: canonical };
    case 'args':
      return first?.kind === 'key' ? at(`args.${first.key}`, steps.slice(1)) : at('args', steps);
    case 'grant.tags':
      return first?.kind === 'key' ? at(`grant.tags.${first.key}`, []) : at('grant.tags', steps);
    case 'user.email':
      return at('user', [{ kind: 'key', key: 'email' }]);
    case 'user.groups':
      return at('user', [{ kind: 'key', key: 'groups' }, ...steps]);
    case 'time.hour':
    case 'time.weekday':
    case 'time.iso':
      return at('time', [{ kind: 'key', key: root.slice('time.'.length) }]);
    default:
      return at(root, []);
  }
}
