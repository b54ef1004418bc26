import { asSentence } from '../kernel/as-sentence.ts';
import { Problem } from './problem.ts';

/** What a gateway refused of an input, by JSON pointer (RFC 6901) into it; none where it refused something else. */
export function wrongFields(problem: unknown): ReadonlyMap<string, string> {
  const wrong = new Map<string, string>();
  const errors = problem instanceof Problem && Array.isArray(problem.body.errors) ? problem.body.errors : [];
  for (const one of errors as readonly unknown[]) {
    if (typeof one !== 'object' || one === null || !('pointer' in one) || !('message' in one)) continue;
    const pointer = String(one.pointer);
    if (!wrong.has(pointer)) wrong.set(pointer, asSentence(String(one.message)));
  }
  return wrong;
}
