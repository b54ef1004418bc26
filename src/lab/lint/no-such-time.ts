import type { conditionsOf } from './conditions-of.ts';

const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/**
 * What a condition compares a weekday or an hour with, and that it never is: `"Saturday"` in a `deny_if` would let every
 * weekend pass. Only where equality is asked; `lt` and its like have a meaning beyond the clock.
 *
 * @returns a sentence for whoever wrote it; nothing where every value is one that the path can have
 */
export function noSuchTime({ path, operator, operand }: ReturnType<typeof conditionsOf>[number]): string | undefined {
  if (path.root !== 'time.weekday' && path.root !== 'time.hour') return undefined;
  if (!['eq', 'neq', 'in', 'not_in'].includes(operator)) return undefined;
  const can = path.root === 'time.weekday' ? isDay : isHour;
  const odd = (Array.isArray(operand) ? operand : [operand]).find((value) => !can(value));
  if (odd === undefined) return undefined;
  const known = path.root === 'time.weekday' ? days.join(', ') : 'a whole number from 0 to 23';
  return `${path.root} is never ${JSON.stringify(odd)}: it is ${path.root === 'time.weekday' ? 'one of ' : ''}${known}`;
}

function isDay(value: unknown): boolean {
  return days.some((day) => day === value);
}

function isHour(value: unknown): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 23;
}
