import { noCaps, readMessage } from '../../protocol/index.ts';
import { clientAnswers, clientCancels, clientProgresses } from '../relay.ts';
import type { Session } from './session.ts';

/** What arrived at another gateway in a session and is about something that may be under way here. It goes no further. */
export function hearFromReplicas(bytes: Buffer, { end }: Pick<Session, 'end'>): void {
  const message = readMessage(bytes, noCaps);
  switch (message.kind) {
    case 'result':
    case 'error':
      // Whether the server hears it is its own affair: it waits or has gone.
      clientAnswers(message, { end }, false).catch(() => undefined);
      return;
    case 'notification':
      if (message.method === 'notifications/cancelled') clientCancels(message, end, false);
      if (message.method === 'notifications/progress') clientProgresses(message, end, false).catch(() => undefined);
      return;
    default:
      return;
  }
}
