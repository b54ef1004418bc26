import type { Clock } from '../kernel/index.ts';
import { rateCap } from './rate-cap.ts';

/** As many questions of one conversation are put in a second as a grant may ask by default. */
const questionsPerSecond = 200;

/** So many answers may be on their way to a server: over HTTP each is a request, with a connection of its own. */
const mostAnswers = 64;

/**
 * How much a server may ask. Every question is answered, and be it with a refusal: a server that asks faster than it takes
 * answers would have the gateway hold them, and dial it, without end. What is too much is dropped.
 */
export class QuestionCap {
  readonly #mayAsk: () => boolean;
  #answers = 0;

  constructor(clock: Pick<Clock, 'monotonic'>) {
    this.#mayAsk = rateCap(clock, questionsPerSecond);
  }

  /** Whether one more question may be put now. */
  passes(): boolean {
    return this.#answers < mostAnswers && this.#mayAsk();
  }

  /** @param sending what is on its way to the server until it is settled */
  async whileSent<T>(sending: Promise<T>): Promise<T> {
    this.#answers += 1;
    try {
      return await sending;
    } finally {
      this.#answers -= 1;
    }
  }
}

/** What the log says of a server that asks more. */
export const tooManyQuestions = 'asks more than can be answered';
