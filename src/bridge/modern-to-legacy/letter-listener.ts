import type { Listener } from '../../upstream/index.ts';
import { type FromHolder, writeLetter } from '../mailbox/letter.ts';
import type { Mailbox } from '../mailbox/mailbox.ts';

/** Somebody who has come back to a call, wherever that is. */
export interface LetterListener extends Listener {
  settled(): void;
  /** The call does not wait for anybody. */
  gone(): void;
}

/** Tells by letters what a listener hears, in the order in which it hears it. */
export function letterListener(mailbox: Mailbox, replyTo: string): LetterListener {
  let turn: Promise<unknown> = Promise.resolve();
  const post = (letter: FromHolder): void => {
    // Whoever does not take a letter any more is not waited for.
    turn = turn.then(() => mailbox.post(replyTo, writeLetter(letter))).catch(() => undefined);
  };
  return {
    notification: ({ bytes }) => post({ kind: 'notification', message: bytes }),
    request: () => {},
    answer: ({ bytes }) => post({ kind: 'answer', message: bytes }),
    failure: ({ cause: _cause, ...failure }) => post({ kind: 'failure', failure }),
    settled: () => post({ kind: 'settled' }),
    gone: () => post({ kind: 'gone' }),
  };
}
