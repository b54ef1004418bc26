import { type Ended, ended } from './ended.ts';

/** A request that policy would speak of, if it said what it is about. */
export function noSubject(method: string): Ended {
  const message = `The parameters of ${method} name nothing, or something that is too long for a name.`;
  return ended('refused', 'bad_request', { message, rpc: -32602 });
}
