import type { ServerResponse } from 'node:http';
import type { Clock } from '../../kernel/index.ts';

/** As long as whoever is refused for too much is asked to wait. */
export const retryAfterMs = 1_000;
/** Refusals in a second that cost next to nothing beside the calls that are served. */
const usualFreely = 500;

/**
 * What is answered where there is too much. A refusal costs a part of what a call costs, and whoever asks again at once is
 * refused again: some thousand connections of such clients would keep the thread busy with refusing, and the calls that were
 * let in would hardly get their turns. So beyond a number of refusals a second a connection that is told to wait is not
 * read until its time is over. What it sends meanwhile stays where it is, as TCP has it.
 *
 * A few refusals hold nothing up: behind a proxy a connection may carry the calls of many.
 */
export class Shedding {
  readonly #clock: Pick<Clock, 'monotonic'>;
  readonly #freely: number;
  #second = 0;
  #refused = 0;

  /** @param freely how many refusals a second hold nobody back */
  constructor(clock: Pick<Clock, 'monotonic'>, freely = usualFreely) {
    this.#clock = clock;
    this.#freely = freely;
  }

  /** A response is about to say `overloaded`. */
  refuses(response: ServerResponse): void {
    response.setHeader('Retry-After', String(retryAfterMs / 1_000));
    const second = Math.floor(this.#clock.monotonic() / 1_000);
    if (second !== this.#second) {
      this.#second = second;
      this.#refused = 0;
    }
    this.#refused += 1;
    if (this.#refused > this.#freely) response.once('close', () => setImmediate(holdBack, response.req.socket));
  }
}

/** Called when Node has done with the request: reading it to its end, it would start to read the socket again. */
function holdBack(socket: ServerResponse['req']['socket']): void {
  if (socket.destroyed) return;
  socket.pause();
  setTimeout(() => socket.resume(), retryAfterMs).unref();
}
