import type { Worker } from 'node:cluster';

/** A connection that was taken in, and is on its way to a worker. */
interface Handover {
  /** The listener that took it. */
  readonly key: string;
  readonly connection: { close(): void };
}

/** What Node says to a worker, and hears from it, of connections: what is read here of it. */
interface OfCluster {
  readonly cmd: 'NODE_CLUSTER';
  readonly act?: unknown;
  readonly seq?: unknown;
  readonly ack?: unknown;
  readonly key?: unknown;
  readonly accepted?: unknown;
  readonly errno?: unknown;
}

const lastWordMs = 5;

/**
 * Sees to it that no connection waits for a worker that will never take it. Node hands each to a worker and keeps its own
 * end until the worker has said whether it took it; what is not taken goes to the next. Two are forgotten there, and with
 * them whoever has connected, for as long as this process lives: one that its worker never answered for, because it was
 * killed, and one that the last worker gave back when it had closed the listener. The first goes to the next worker, as if
 * it had been given back; the second is closed.
 *
 * Node does not tell of any of this, so its own messages are read on their way. Where they should say something else one
 * day, nothing is done, and `test/workers` fails.
 */
export class Handovers {
  /** Which workers listen, by listener: the ones that Node would hand a connection to. */
  readonly #listening = new Map<string, Set<Worker>>();
  readonly #underWay = new Map<Worker, Map<number, Handover>>();

  /** From now on, for one that has just been started. */
  watch(worker: Worker): void {
    const handovers = new Map<number, Handover>();
    this.#underWay.set(worker, handovers);
    const child = worker.process;
    const send: unknown = child.send;
    if (typeof send !== 'function') return;
    child.send = ((...said: unknown[]): unknown => {
      const [message, handle] = said;
      if (isOfCluster(message)) this.#said(worker, message, handle);
      return Reflect.apply(send, child, said);
    }) as typeof child.send;
    // Node's own listeners were there before: what they do about it is done.
    child.on('internalMessage', (message: unknown) => {
      if (isOfCluster(message)) this.#heard(worker, message);
    });
    child.once('disconnect', () => this.#gone(worker));
    // Of one that dies while it is being handed something Node never says that it is not connected any more.
    child.once('exit', () => this.#afterLastWord(worker));
  }

  /** What it had said before it died is read first. */
  #afterLastWord(worker: Worker): void {
    if (worker.process.connected) setTimeout(() => this.#afterLastWord(worker), lastWordMs);
    else this.#gone(worker);
  }

  #gone(worker: Worker): void {
    const handovers = this.#underWay.get(worker);
    if (handovers === undefined) return;
    // Node takes it for one that listens until it is told, or has noticed by itself.
    worker.disconnect();
    for (const workers of this.#listening.values()) workers.delete(worker);
    // What it has not answered for was not taken. `#heard` takes each of these out.
    for (const ack of handovers.keys()) {
      worker.process.emit('internalMessage', { cmd: 'NODE_CLUSTER', ack, accepted: false } satisfies OfCluster);
    }
    this.#underWay.delete(worker);
  }

  /** To a worker: that it listens now, or here is a connection. */
  #said(worker: Worker, { act, seq, ack, key, errno }: OfCluster, handle: unknown): void {
    if (typeof key !== 'string') return;
    if (act === 'newconn' && typeof seq === 'number' && isClosable(handle)) {
      this.#underWay.get(worker)?.set(seq, { key, connection: handle });
    } else if (ack !== undefined && !errno) {
      const workers = this.#listening.get(key) ?? new Set();
      this.#listening.set(key, workers.add(worker));
    }
  }

  /** From a worker: that it listens no more, or whether it took a connection. */
  #heard(worker: Worker, { act, ack, key, accepted }: OfCluster): void {
    if (act === 'close' && typeof key === 'string') this.#listening.get(key)?.delete(worker);
    if (typeof ack !== 'number') return;
    const handovers = this.#underWay.get(worker);
    const handover = handovers?.get(ack);
    if (handover === undefined) return;
    handovers?.delete(ack);
    // Where another listens Node has handed it on, or does so as soon as that one is free.
    if (accepted !== true && (this.#listening.get(handover.key)?.size ?? 0) === 0) handover.connection.close();
  }
}

function isOfCluster(message: unknown): message is OfCluster {
  return typeof message === 'object' && message !== null && 'cmd' in message && message.cmd === 'NODE_CLUSTER';
}

function isClosable(handle: unknown): handle is { close(): void } {
  return typeof handle === 'object' && handle !== null && 'close' in handle && typeof handle.close === 'function';
}
