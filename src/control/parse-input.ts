import type { z } from 'zod';
import { InputFault, mostProblems, pointerOf } from './input-fault.ts';
import { inputWords } from './input-words.ts';

/** @throws InputFault naming the places that are wrong */
export function parseInput<I extends z.ZodType>(schema: I, input: unknown): z.output<I> {
  const parsed = schema.safeParse(input, { error: inputWords });
  if (parsed.success) return parsed.data;
  throw new InputFault(
    parsed.error.issues
      .slice(0, mostProblems)
      .map((issue) => ({ pointer: pointerOf(issue.path), message: messageOf(issue) })),
  );
}

/** A name that is none says why: zod tells only that it is a wrong name. */
function messageOf(issue: z.core.$ZodIssue): string {
  return (issue.code === 'invalid_key' ? issue.issues[0]?.message : undefined) ?? issue.message;
}
