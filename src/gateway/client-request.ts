import type { RequestMessage } from '../protocol/index.ts';
import type { Caller } from './caller.ts';
import type { Session } from './sessions/session.ts';

/** A request of a client's, with all that is known of who sends it and where it belongs. */
export interface ClientRequest extends Caller {
  readonly requestId: string;
  readonly message: RequestMessage;
  readonly session: Session;
}
