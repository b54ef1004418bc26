import type { ServerResponse } from 'node:http';
import type { Clock } from '../../kernel/index.ts';

/** As long as whoever is refused for too much is asked to wait. */
export const retryAfterMs = 1_000;
/** Refusals in a second that cost next to nothing beside the calls that are served. */
const usualFreely = 500;
/** How often it is looked whether somebody who is not heard could be served. */
const lookMs = 5;

type Socket = ServerResponse['req']['socket'];

/**
 * What is answered where there is too much. A refusal costs a part of what a call costs, and whoever asks again at once is
 * refused again: some thousand connections of such clients would keep the thread busy with refusing, and the calls that were
 * let in would hardly get their turns. So beyond a number of refusals a second a connection that is told to wait is not
 * read until its time is over. What it sends meanwhile stays where it is, as TCP has it.
 *
 * Nobody is kept waiting for nothing: as soon as its grant may have another call under way, those who have waited longest
 * are read, as many as there is room for. Their calls are served then, and not refused; and what the gateway can do is
 * done, however many ask.
 *
 * A few refusals hold nothing up: behind a proxy a connection may carry the calls of many.
 */
export class Shedding {
  readonly #clock: Pick<Clock, 'monotonic'>;
  readonly #roomOf: (grantId: string) => number;
  readonly #freely: number;
  /**
   * Connections that are not read, by the grant that is to have room for them, those that have waited longest first; until
   * when. Under `undefined` are those whose grant could begin another call, and that were refused for something else.
   */
  readonly #held = new Map<string | undefined, Map<Socket, number>>();
  #looking: NodeJS.Timeout | undefined;
  #second = 0;
  #refused = 0;

  /**
   * @param roomOf how many more calls a grant could begin now
   * @param freely how many refusals a second hold nobody back
   */
  constructor(clock: Pick<Clock, 'monotonic'>, roomOf: (grantId: string) => number, freely = usualFreely) {
    this.#clock = clock;
    this.#roomOf = roomOf;
    this.#freely = freely;
  }

  /** A response is about to say `overloaded`. */
  refuses(response: ServerResponse, grantId: string): void {
    const second = Math.floor(this.#clock.monotonic() / 1_000);
    if (second !== this.#second) {
      this.#second = second;
      this.#refused = 0;
    }
    this.#refused += 1;
    if (this.#refused <= this.#freely) return;
    const isFull = this.#roomOf(grantId) < 1;
    // Once Node has done with the request: reading it to its end, it would start to read the socket again.
    response.once('close', () => setImmediate(() => this.#hold(response.req.socket, isFull ? grantId : undefined)));
  }

  #hold(socket: Socket, roomIn: string | undefined): void {
    if (socket.destroyed) return;
    socket.pause();
    let held = this.#held.get(roomIn);
    if (held === undefined) {
      held = new Map();
      this.#held.set(roomIn, held);
    }
    held.set(socket, this.#clock.monotonic() + retryAfterMs);
    this.#looking ??= setInterval(() => this.#look(), lookMs).unref();
  }

  #look(): void {
    const now = this.#clock.monotonic();
    for (const [roomIn, held] of this.#held) {
      let room = roomIn === undefined ? 0 : this.#roomOf(roomIn);
      for (const [socket, until] of held) {
        if (until > now && room < 1) break;
        if (until > now) room -= 1;
        held.delete(socket);
        socket.resume();
      }
      if (held.size === 0) this.#held.delete(roomIn);
    }
    if (this.#held.size > 0) return;
    clearInterval(this.#looking);
    this.#looking = undefined;
  }
}
