import type { Random } from './random.ts';

interface Event {
  readonly at: number;
  /** Among those of one moment chance decides, as the world does. */
  readonly rank: number;
  readonly run: () => void;
  cancelled: boolean;
}

/** What `setTimeout` and its like return here. */
interface Handle {
  readonly cancel: () => void;
  ref(): Handle;
  unref(): Handle;
  hasRef(): boolean;
}

const names = ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'setImmediate', 'clearImmediate'] as const;

/** One of Node's own turns: when it comes, all that promises have led to has been done. */
const turn = globalThis.setImmediate;

/** Time that passes when nothing is left to do in it. What runs in it has no other timers than its. */
export class VirtualTime {
  readonly #random: Random;
  #heap: Event[] = [];
  #now = 0;

  constructor(random: Random) {
    this.#random = random;
  }

  /** ms since the beginning. */
  get now(): number {
    return this.#now;
  }

  /** @returns what calls it off */
  after(ms: number, run: () => void): () => void {
    const event: Event = { at: this.#now + Math.max(0, ms), rank: this.#random.next(), run, cancelled: false };
    this.#push(event);
    return () => {
      event.cancelled = true;
    };
  }

  wait(ms: number): Promise<void> {
    return new Promise((resolve) => void this.after(ms, resolve));
  }

  /** Runs what happens until then, with this time's timers in the place of the process's. */
  async run(until: number): Promise<void> {
    const before = new Map(names.map((name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)]));
    Object.assign(globalThis, this.#timers());
    try {
      for (let event = this.#pop(until); event !== undefined; event = this.#pop(until)) {
        if (event.cancelled) continue;
        this.#now = event.at;
        event.run();
        await new Promise((resolve) => turn(resolve));
      }
      this.#now = until;
    } finally {
      for (const [name, descriptor] of before) {
        if (descriptor !== undefined) Object.defineProperty(globalThis, name, descriptor);
      }
    }
  }

  #timers(): Record<(typeof names)[number], unknown> {
    const clear = (handle: Handle | undefined): void => handle?.cancel();
    const once = (ms: number, run: () => void): Handle => handleOf(this.after(ms, run));
    return {
      setTimeout: (run: (...args: unknown[]) => void, ms = 0, ...args: unknown[]) => once(ms, () => run(...args)),
      setImmediate: (run: (...args: unknown[]) => void, ...args: unknown[]) => once(0, () => run(...args)),
      setInterval: (run: () => void, ms: number) => {
        let cancel: () => void;
        const again = (): void => {
          cancel = this.after(ms, again);
          run();
        };
        cancel = this.after(ms, again);
        return handleOf(() => cancel());
      },
      clearTimeout: clear,
      clearInterval: clear,
      clearImmediate: clear,
    };
  }

  #push(event: Event): void {
    const heap = this.#heap;
    heap.push(event);
    let at = heap.length - 1;
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (!before(heap[at], heap[above])) break;
      swap(heap, at, above);
      at = above;
    }
  }

  #pop(until: number): Event | undefined {
    const heap = this.#heap;
    const first = heap[0];
    if (first === undefined || first.at > until) return undefined;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return first;
    heap[0] = last;
    for (let at = 0; ; ) {
      let least = at;
      for (const below of [2 * at + 1, 2 * at + 2]) if (before(heap[below], heap[least])) least = below;
      if (least === at) return first;
      swap(heap, at, least);
      at = least;
    }
  }
}

function before(one: Event | undefined, other: Event | undefined): boolean {
  if (one === undefined || other === undefined) return false;
  return one.at < other.at || (one.at === other.at && one.rank < other.rank);
}

function swap(heap: Event[], one: number, other: number): void {
  const [a, b] = [heap[one], heap[other]];
  if (a === undefined || b === undefined) return;
  heap[one] = b;
  heap[other] = a;
}

function handleOf(cancel: () => void): Handle {
  const handle: Handle = { cancel, ref: () => handle, unref: () => handle, hasRef: () => false };
  return handle;
}
