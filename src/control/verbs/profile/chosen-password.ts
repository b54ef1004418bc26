import { passwordFault } from '../../../accounts/index.ts';
import type { PrepareContext } from '../../define-verb.ts';
import { wrongField } from '../../input-fault.ts';

/**
 * Hashes a password that somebody chose.
 *
 * @param words what everybody knows of them
 * @throws InputFault when it is too weak, Fault `overloaded`
 */
export async function chosenPassword(
  { services }: PrepareContext,
  password: string,
  words: readonly string[],
): Promise<string> {
  const fault = passwordFault(password, words);
  if (fault !== undefined) throw wrongField('password', fault);
  return services.passwords.hash(password);
}
