import type { Snapshot } from '../snapshot/index.ts';

/** Whether any call could be refused for how often it is made. */
export function hasLimits({ grantsById }: Snapshot): boolean {
  return [...grantsById.values()].some(({ access }) =>
    [...access.values()].some(({ policy }) => policy?.policy.limited),
  );
}
