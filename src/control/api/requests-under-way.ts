import type { Actor } from '../../accounts/index.ts';
import { Fault } from '../../kernel/index.ts';

/** A browser has six at a time, a pipeline ten; whoever has more of them is not waiting for answers. */
const most = 32;

/**
 * How many requests of each caller are being answered, open streams and exports among them. What calls go by is looked for in
 * the same database: whoever may only look must not be able to fill it with questions.
 */
export class RequestsUnderWay {
  readonly #counts = new Map<string, number>();

  /**
   * One more begins.
   *
   * @returns what ends it, however often it is called
   * @throws Fault `overloaded`
   */
  begin({ kind, id }: Pick<Actor, 'kind' | 'id'>): () => void {
    const caller = `${kind}:${id}`;
    const before = this.#counts.get(caller) ?? 0;
    if (before >= most)
      throw new Fault('overloaded', `${most} requests of yours are being answered; wait for one of them`);
    this.#counts.set(caller, before + 1);
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      const left = (this.#counts.get(caller) ?? 1) - 1;
      if (left === 0) this.#counts.delete(caller);
      else this.#counts.set(caller, left);
    };
  }
}
