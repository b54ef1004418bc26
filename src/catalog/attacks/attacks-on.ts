import type { Flag } from '../classify/flags.ts';
import type { Attack } from './attack.ts';
import { attacks } from './attacks.ts';

/**
 * The patterns that abuse the kind of access a tool has: those that need one of its flags, the ones that need the most of
 * them first.
 *
 * @param flags of one tool, or of several in reach together
 */
export function attacksOn(flags: readonly Flag[]): readonly Attack[] {
  const own = new Set(flags);
  const count = ({ needs }: Attack): number => needs.filter((flag) => own.has(flag)).length;
  return attacks
    .filter((attack) => attack.kind === 'pattern' && count(attack) > 0)
    .toSorted((one, other) => count(other) - count(one));
}
