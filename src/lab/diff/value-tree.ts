import type { Step } from '../document.ts';
import type { Wish } from '../witness/wish.ts';

/** What is asked of a value and of what lies inside it. */
export interface ValueTree {
  readonly wishes: Wish[];
  readonly keys: Map<string, ValueTree>;
  readonly indexes: Map<number, ValueTree>;
  every: ValueTree | undefined;
}

export function emptyTree(): ValueTree {
  return { wishes: [], keys: new Map(), indexes: new Map(), every: undefined };
}

/** Notes a wish at the end of `steps`. */
export function plant(tree: ValueTree, steps: readonly Step[], wish: Wish): void {
  let at = tree;
  for (const step of steps) at = childOf(at, step);
  at.wishes.push(wish);
}

function childOf(tree: ValueTree, step: Step): ValueTree {
  switch (step.kind) {
    case 'key': {
      const child = tree.keys.get(step.key) ?? emptyTree();
      tree.keys.set(step.key, child);
      return child;
    }
    case 'index': {
      const child = tree.indexes.get(step.index) ?? emptyTree();
      tree.indexes.set(step.index, child);
      return child;
    }
    case 'every':
      tree.every ??= emptyTree();
      return tree.every;
  }
}
