import { call } from '../../api/call.ts';
import { Problem } from '../../api/problem.ts';

/**
 * What the policy of a name says, or `undefined` where there is none: whoever makes a new one must not go on with, or put
 * out of force, one that somebody else has under that name.
 *
 * @throws Problem
 */
export async function textOfPolicy(name: string): Promise<string | undefined> {
  try {
    return (await call('policy.show', { name })).text;
  } catch (error) {
    if (error instanceof Problem && error.status === 404) return undefined;
    throw error;
  }
}
