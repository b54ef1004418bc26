import { type RequestMessage, type Revision, writeError } from '../../protocol/index.ts';
import type { Reply } from '../reply.ts';

/** The answer to a method that the revision does not have, or that is no client's to call. */
export function noSuchMethod({ id, method }: RequestMessage, { stateless }: Revision, reply: Reply): void {
  reply.end(writeError(id, { code: -32601, message: `Method not found: ${method}` }), stateless ? 404 : 200);
}
