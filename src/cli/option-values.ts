import { InvalidArgumentError } from 'commander';
import { parseSpan } from './parse-span.ts';

/** For an option that may be given more than once. */
export function collected(value: string, before: readonly string[] = []): string[] {
  return [...before, value];
}

/** For an option that counts something. What is no number must not become one that is left out, or none. */
export function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,14}$/.test(text)) throw new InvalidArgumentError('It is a whole number from 1 on.');
  return Number(text);
}

/** For an option that says how long, in ms. */
export function span(text: string): number {
  const ms = parseSpan(text);
  if (ms === undefined) throw new InvalidArgumentError('It is a span such as 15m, 36h or 90d.');
  return ms;
}
