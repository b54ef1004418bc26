import type { Actor } from '../../accounts/index.ts';
import { InputFault } from '../input-fault.ts';
import { inPolicyThread } from './in-policy-thread.ts';
import type { PolicyText } from './jobs.ts';

/**
 * Reads a document that came from outside, in a thread of its own.
 *
 * @param by who asks
 * @returns its warnings
 * @throws InputFault with the place of everything that is wrong with it
 */
export async function readDocument(policy: PolicyText, by: Pick<Actor, 'kind' | 'id'>): Promise<readonly string[]> {
  const [read] = await inPolicyThread(by, 'read', [policy]);
  if (read?.ok === true) return read.warnings;
  const errors = read?.errors ?? [];
  throw new InputFault(
    errors.slice(0, 100).map(({ pointer, line, column, message }) => ({
      pointer: '/text',
      message: `line ${line}, column ${column}${pointer === '' ? '' : ` (${pointer})`}: ${message}`,
    })),
  );
}
