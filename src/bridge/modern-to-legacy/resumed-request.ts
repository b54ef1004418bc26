import { assertNever, newId } from '../../kernel/index.ts';
import { type RequestMessage, relayError, writeResult } from '../../protocol/index.ts';
import type { Listener, Pending } from '../../upstream/index.ts';
import { tell } from '../answer-at-once.ts';
import { conversationClosed } from '../failures.ts';
import { type FromHolder, readLetter, type ToHolder, writeLetter } from '../mailbox/letter.ts';
import type { Mailbox } from '../mailbox/mailbox.ts';
import { ownAnswer, ownNotification } from '../own-message.ts';

/** The call that a request continues has ended: its client has come too late, or the gateway was started again. */
const gone = { code: -32602, message: 'The call that this request continues has ended; make it again.' };

/**
 * A request that continues a held call, on this side of the mailbox:
 *
 *     posted → (notifications) → answered → settled
 */
export class ResumedRequest implements Pending {
  readonly upstreamId: number;
  readonly #mailbox: Mailbox;
  readonly #address: string;
  readonly #request: RequestMessage;
  readonly #listener: Listener;
  readonly #replyTo = newId();
  readonly #release: () => void;
  #state: 'waiting' | 'answered' | 'settled' = 'waiting';

  /** @param address at which the call is held */
  constructor(mailbox: Mailbox, address: string, upstreamId: number, request: RequestMessage, listener: Listener) {
    this.upstreamId = upstreamId;
    this.#mailbox = mailbox;
    this.#address = address;
    this.#request = request;
    this.#listener = listener;
    this.#release = mailbox.hold(this.#replyTo, (letter) => this.#take(readLetter<FromHolder>(letter)));
    void this.#post({ kind: 'resume', replyTo: this.#replyTo, message: request.bytes });
  }

  cancel(reason?: string): void {
    if (this.#state !== 'waiting') return;
    this.#state = 'answered';
    void this.#post({ kind: 'cancel', replyTo: this.#replyTo, ...(reason === undefined ? {} : { reason }) });
  }

  /** The conversation ends on this side. */
  close(): void {
    this.#answer(() => this.#listener.failure(conversationClosed()));
    this.#settle();
  }

  async #post(letter: ToHolder): Promise<void> {
    const taken = await this.#mailbox.post(this.#address, writeLetter(letter)).catch(() => false);
    if (!taken) this.#gone();
  }

  #take(letter: FromHolder): void {
    const { id } = this.#request;
    switch (letter.kind) {
      case 'notification':
        if (this.#state === 'waiting') this.#listener.notification(ownNotification(letter.message));
        return;
      case 'answer': {
        const said = ownAnswer(letter.message);
        const bytes =
          said.kind === 'error' ? relayError(said, id) : writeResult(id, { bytes: said.bytes, span: said.result });
        this.#answer(() => this.#listener.answer(ownAnswer(bytes)));
        return;
      }
      case 'failure':
        this.#answer(() => this.#listener.failure(letter.failure));
        return;
      case 'settled':
        this.#settle();
        return;
      case 'gone':
        this.#gone();
        return;
      default:
        assertNever(letter);
    }
  }

  #gone(): void {
    this.#answer(() => tell(this.#listener, this.#request.id, { kind: 'error', error: gone }));
    this.#settle();
  }

  #answer(say: () => void): void {
    if (this.#state !== 'waiting') return;
    this.#state = 'answered';
    say();
  }

  #settle(): void {
    if (this.#state === 'settled') return;
    this.#state = 'settled';
    this.#release();
    this.#listener.settled?.();
  }
}
