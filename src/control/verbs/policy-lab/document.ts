import { z } from 'zod';
import { type Policy, readPolicy } from '../../../policy/index.ts';
import { wrongField } from '../../input-fault.ts';

/** A policy document as it is typed. What is wrong in it is told by `policy.check`, not by the shape of a request. */
export const documentField = z.string().max(1024 * 1024);

/**
 * A document that must be whole, for what cannot be asked of a broken one.
 *
 * @param field where it stood in the request
 * @throws InputFault
 */
export function wholePolicy(text: string, field: string): Policy {
  const read = readPolicy(text, 'json');
  if (read.ok) return read.policy;
  const [first] = read.errors;
  throw wrongField(field, first === undefined ? 'is no policy' : `line ${first.line}: ${first.message}`);
}
