import type { NotificationMessage, RpcId } from '../../protocol/index.ts';
import type { Listener } from '../../upstream/index.ts';

/** Messages kept while nobody waits, at most: what comes later is of no call that anybody waits for. */
const mostKept = 256;

/**
 * The requests of a client's that have waited for one held call, one after the other. Each hears one answer or failure;
 * all hear `settled` once the server is done with the call.
 */
export class Audience {
  #waiting: { readonly id: RpcId; readonly listener: Listener } | undefined;
  readonly #toSettle: Listener[] = [];
  #kept: NotificationMessage[] = [];

  /** A request waits from now on, and hears first what was said while none did. */
  join(id: RpcId, listener: Listener): void {
    this.#waiting = { id, listener };
    this.#toSettle.push(listener);
    for (const each of this.#kept.splice(0)) listener.notification(each);
  }

  hear(message: NotificationMessage): void {
    if (this.#waiting !== undefined) this.#waiting.listener.notification(message);
    else if (this.#kept.length < mostKept) this.#kept.push(message);
  }

  /** The request that waits is told its end, if one does. */
  end(say: (listener: Listener, id: RpcId) => void): void {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (waiting !== undefined) say(waiting.listener, waiting.id);
  }

  /** Nobody will wait any more. */
  leave(): void {
    this.#waiting = undefined;
    this.#kept = [];
  }

  /** The server is done with the call. */
  settle(): void {
    for (const listener of this.#toSettle.splice(0)) listener.settled?.();
  }
}
