import type { z } from 'zod';
import { InputFault } from './input-fault.ts';

/** @throws InputFault naming every place that is wrong */
export function parseInput<I extends z.ZodType>(schema: I, input: unknown): z.output<I> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw new InputFault(parsed.error.issues.map(({ path, message }) => ({ pointer: pointerOf(path), message })));
}

function pointerOf(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
