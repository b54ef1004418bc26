import type { ServerResponse } from 'node:http';
import type { Clock } from '../../kernel/index.ts';

/** As long as whoever is refused for too much is asked to wait. */
export const retryAfterMs = 1_000;
/** Refusals in a second that cost next to nothing beside the calls that are served. */
const usualFreely = 500;
/** How often it is looked whether somebody who is not heard could be served. */
const lookMs = 5;

type Socket = ServerResponse['req']['socket'];

/** Connections that are not read, those that have waited longest first. */
interface Queue {
  /** Until when each is not read in any case. */
  readonly until: Map<Socket, number>;
  /** Those who are heard since the last look because another was served: their calls take room, and may be still to come. */
  coming: number;
}

/**
 * What is answered where there is too much. A refusal costs a part of what a call costs, and whoever asks again at once is
 * refused again: some thousand connections of such clients would keep the thread busy with refusing, and the calls that were
 * let in would hardly get their turns. So beyond a number of refusals a second a connection that is told to wait is not
 * read until its time is over. What it sends meanwhile stays where it is, as TCP has it.
 *
 * Nobody is kept waiting for nothing: connections that are not read stand in a queue, and as soon as their grant may have
 * another call under way, those in front are read. Their calls are served then, and not refused. While there is a queue, a
 * connection whose call has been answered joins it: otherwise its next call would come before theirs, or be refused in
 * front of them.
 *
 * A few refusals hold nothing up: behind a proxy a connection may carry the calls of many.
 */
export class Shedding {
  readonly #clock: Pick<Clock, 'monotonic'>;
  readonly #roomOf: (grantId: string) => number;
  readonly #freely: number;
  /**
   * By the grant that is to have room for them. Under `undefined` are those whose grant could begin another call, and that
   * were refused for something else.
   */
  readonly #queues = new Map<string | undefined, Queue>();
  /** All that stand in a queue. */
  readonly #held = new Set<Socket>();
  /** Those that are paused again when Node resumes them. */
  readonly #kept = new WeakSet<Socket>();
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
    // Nobody comes by those who stand in a queue.
    if (this.#refused <= this.#freely && !this.#queues.has(grantId)) return;
    const isFull = this.#roomOf(grantId) < 1;
    // In the same turn: where a thousand connections have something to say, Node reads on for dozens of turns before an immediate.
    response.once('close', () => this.#hold(response.req.socket, isFull ? grantId : undefined));
  }

  /** A response that said something else has been made. */
  served(response: ServerResponse, grantId: string): void {
    const queue = this.#queues.get(grantId);
    if (queue === undefined) return;
    const [next] = queue.until.keys();
    if (next !== undefined) {
      this.#hear(queue, next);
      queue.coming += 1;
    }
    const hold = (): void => this.#hold(response.req.socket, grantId);
    if (response.closed) hold();
    else response.once('close', hold);
  }

  #hold(socket: Socket, roomIn: string | undefined): void {
    if (socket.destroyed) return;
    this.#held.add(socket);
    socket.pause();
    this.#keepsPaused(socket);
    let queue = this.#queues.get(roomIn);
    if (queue === undefined) {
      queue = { until: new Map(), coming: 0 };
      this.#queues.set(roomIn, queue);
    }
    queue.until.set(socket, this.#clock.monotonic() + retryAfterMs);
    this.#looking ??= setInterval(() => this.#look(), lookMs).unref();
  }

  /** Node starts to read a socket again whenever it is done with a request. Nothing is read in between: that is for the next turn. */
  #keepsPaused(socket: Socket): void {
    if (this.#kept.has(socket)) return;
    this.#kept.add(socket);
    socket.on('resume', () => {
      if (this.#held.has(socket)) socket.pause();
    });
  }

  #hear(queue: Queue, socket: Socket): void {
    queue.until.delete(socket);
    this.#held.delete(socket);
    socket.resume();
  }

  #look(): void {
    const now = this.#clock.monotonic();
    for (const [roomIn, queue] of this.#queues) {
      let free = roomIn === undefined ? 0 : this.#roomOf(roomIn) - queue.coming;
      queue.coming = 0;
      for (const [socket, until] of queue.until) {
        if (until > now && free < 1) break;
        if (until > now) free -= 1;
        this.#hear(queue, socket);
      }
      if (queue.until.size === 0) this.#queues.delete(roomIn);
    }
    if (this.#queues.size > 0) return;
    clearInterval(this.#looking);
    this.#looking = undefined;
  }
}
