import type { ToolName } from './upstream.ts';

/** What a version of the policy stands for. */
export interface Version {
  readonly opens: ToolName;
  /** The header that the server is registered with as long as versions of this turn are in force. */
  readonly turn: number;
}

/** From when to when something was so; the ends are when that was asked for and when the change of it was answered. */
interface Span<T> {
  readonly value: T;
  readonly from: number;
  to: number;
}

/** What was in force when: a change may count from when it was asked for, and what was before until it was answered. */
export class History<T> {
  readonly #spans: Span<T>[];

  constructor(first: T) {
    this.#spans = [{ value: first, from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY }];
  }

  /** Another value: asked for at one time, and said to be in force at another. */
  change(value: T, asked: number, answered: number): void {
    const last = this.#spans.at(-1);
    if (last !== undefined) last.to = answered;
    this.#spans.push({ value, from: asked, to: Number.POSITIVE_INFINITY });
  }

  /** Every value that may have counted for what began and ended then. */
  during(began: number, ended: number): Set<T> {
    return new Set(this.#spans.filter(({ from, to }) => from <= ended && to >= began).map(({ value }) => value));
  }
}
