/** A refusal that stood for others when its window ended. */
export interface Sum<T> {
  readonly refusal: T;
  /** How many were counted, without the first, which was recorded at once. */
  readonly count: number;
  /** When the first and the last of those arrived, ms since the epoch. */
  readonly first: number;
  readonly last: number;
}

export interface FloodLimits {
  /** How long identical refusals are counted before their sum is due, in ms. */
  readonly windowMs: number;
  /** Most keys that are told apart at a time; what comes beyond is counted together. At least 1. */
  readonly keys: number;
}

/** Before authentication (interface, "Outcomes and codes"): one record a minute and address. */
export const unauthenticatedFlood: FloodLimits = { windowMs: 60_000, keys: 4_096 };
/** After it: identical refusals within a second as one record with a count. */
export const authenticatedFlood: FloodLimits = { windowMs: 1_000, keys: 4_096 };

interface Window<T> {
  readonly key: string;
  readonly refusal: T;
  opened: number;
  count: number;
  first: number;
  last: number;
}

/**
 * Keeps a flood of refusals from becoming a flood of records. The first of its kind is to be recorded at once, so that
 * nothing waits; those that follow within the window are counted, and their sum is due when it ends. Then the next
 * window begins, if there was a sum; so a key makes at most one record a window, and no refusal goes uncounted.
 *
 * Pure, with memory for so many keys. Whoever attacks from more addresses than that is counted under one.
 */
export class Flood<T> {
  readonly #limits: FloodLimits;
  /** In the order in which their windows end: all are equally long. */
  readonly #windows = new Map<string, Window<T>>();
  /** The keys beyond the limit, together; the first of them stands for all. */
  #beyond: Window<T> | undefined;

  constructor(limits: FloodLimits) {
    this.#limits = limits;
  }

  /**
   * Notes a refusal. `due` is to be called first, and on a timer.
   *
   * @param key what makes two refusals identical
   * @returns whether it is to be recorded now; otherwise it is counted
   */
  note(key: string, refusal: T, now: number): boolean {
    const window = this.#windows.get(key);
    if (window !== undefined) {
      count(window, now);
      return false;
    }
    if (this.#windows.size < this.#limits.keys) {
      this.#windows.set(key, opened(key, refusal, now));
      return true;
    }
    if (this.#beyond !== undefined) {
      count(this.#beyond, now);
      return false;
    }
    this.#beyond = opened(key, refusal, now);
    return true;
  }

  /** Takes the sums whose windows have ended: each is to be recorded. */
  due(now: number): Sum<T>[] {
    const sums: Sum<T>[] = [];
    const ended = now - this.#limits.windowMs;
    for (const window of this.#windows.values()) {
      if (window.opened > ended) break;
      this.#windows.delete(window.key);
      if (window.count === 0) continue;
      sums.push(sumOf(window));
      this.#windows.set(window.key, opened(window.key, window.refusal, now));
    }
    if (this.#beyond !== undefined && this.#beyond.opened <= ended) {
      const { key, refusal, count: counted } = this.#beyond;
      if (counted > 0) sums.push(sumOf(this.#beyond));
      this.#beyond = counted > 0 ? opened(key, refusal, now) : undefined;
    }
    return sums;
  }

  /** Takes what has been counted so far, ended or not: at shutdown. */
  rest(): Sum<T>[] {
    const all = [...this.#windows.values(), ...(this.#beyond === undefined ? [] : [this.#beyond])];
    this.#windows.clear();
    this.#beyond = undefined;
    return all.filter((window) => window.count > 0).map(sumOf);
  }
}

function opened<T>(key: string, refusal: T, now: number): Window<T> {
  return { key, refusal, opened: now, count: 0, first: now, last: now };
}

function count<T>(window: Window<T>, now: number): void {
  if (window.count === 0) window.first = now;
  window.count += 1;
  window.last = now;
}

function sumOf<T>({ refusal, count: counted, first, last }: Window<T>): Sum<T> {
  return { refusal, count: counted, first, last };
}

/**
 * What counts as one address: an IPv4 address by itself, of IPv6 the /64 that one customer has whole.
 *
 * @param address as the socket has it
 */
export function addressKey(address: string): string {
  return firstGroups(address, 4) ?? withoutMapping(address);
}

/** Of IPv6 the /48 that one site has whole; `undefined` for IPv4, where no part of an address says as much. */
export function siteKey(address: string): string | undefined {
  return firstGroups(address, 3);
}

function withoutMapping(address: string): string {
  return /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1] ?? address;
}

/** @returns the network of so many groups of an IPv6 address; `undefined` for one of IPv4 */
function firstGroups(address: string, count: number): string | undefined {
  if (!withoutMapping(address).includes(':')) return undefined;
  const [left = '', right] = address.toLowerCase().split('%')[0]?.split('::') ?? [];
  const head = left === '' ? [] : left.split(':');
  const tail = right === undefined || right === '' ? [] : right.split(':');
  const zeros = right === undefined ? 0 : Math.max(0, 8 - head.length - tail.length);
  const groups = [...head, ...Array.from({ length: zeros }, () => '0'), ...tail].slice(0, count);
  return `${groups.map((group) => group.replace(/^0+(?=.)/, '')).join(':')}::/${count * 16}`;
}
