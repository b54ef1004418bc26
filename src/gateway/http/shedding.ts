import type { ServerResponse } from 'node:http';
import type { Clock } from '../../kernel/index.ts';
import { type Socket, WaitingLine } from './waiting-line.ts';

/** As long as whoever is refused for too much is asked to wait. */
export const retryAfterMs = 1_000;
/** Refusals in a second that cost next to nothing beside the calls that are served. */
const usualFreely = 500;
/** How often it is looked whether somebody who is not heard could be served. */
const lookMs = 5;

/**
 * What is answered where there is too much. A refusal costs a part of what a call costs, and whoever asks again at once is
 * refused again: some thousand connections of such clients would keep the thread busy with refusing, and the calls that were
 * let in would hardly get their turns. So beyond a number of refusals a second a connection that is told to wait is not
 * read until its time is over. What it sends meanwhile stays where it is, as TCP has it.
 *
 * Nobody is kept waiting for nothing: connections that are not read stand in a line, and as soon as their grant may have
 * another call under way, those in front are read. Their calls are served then, and not refused. While there is a line, a
 * connection whose call has been answered joins it: otherwise its next call would come before theirs, or be refused in
 * front of them. Where the thread is busy it does so after some calls in a row.
 *
 * A few refusals hold nothing up: behind a proxy a connection may carry the calls of many.
 */
export class Shedding {
  readonly #clock: Pick<Clock, 'monotonic'>;
  readonly #roomOf: (grantId: string) => number;
  readonly #askBusy: () => boolean;
  readonly #freely: number;
  /** By the grant that is to have room for them. */
  readonly #lines = new Map<string, WaitingLine>();
  /** Those whose grant could begin another call, and that were refused for something else: until when they are not read. */
  readonly #others = new Map<Socket, number>();
  /** All that are not read. */
  readonly #held = new Set<Socket>();
  /** Those that are paused again when Node resumes them. */
  readonly #kept = new WeakSet<Socket>();
  #looking: NodeJS.Timeout | undefined;
  /** As it was when it was looked last. */
  #isBusy = false;
  #second = 0;
  #refused = 0;

  /**
   * @param roomOf how many more calls a grant could begin now
   * @param isBusy whether the thread has no time to spare: only then is it saved by letting connections make some calls in a row,
   *   for room is kept meanwhile that somebody else could use
   * @param freely how many refusals a second hold nobody back
   */
  constructor(
    clock: Pick<Clock, 'monotonic'>,
    roomOf: (grantId: string) => number,
    isBusy: () => boolean,
    freely = usualFreely,
  ) {
    this.#clock = clock;
    this.#roomOf = roomOf;
    this.#askBusy = isBusy;
    this.#freely = freely;
  }

  /** A call has come, and nothing has been done for it. */
  arrived({ req }: ServerResponse, grantId: string): void {
    if (this.#lines.size > 0) this.#lines.get(grantId)?.arrived(req.socket);
  }

  /** A response is about to say `overloaded`. */
  refuses(response: ServerResponse, grantId: string): void {
    const second = Math.floor(this.#clock.monotonic() / 1_000);
    if (second !== this.#second) {
      this.#second = second;
      this.#refused = 0;
    }
    this.#refused += 1;
    // Nobody comes by those who stand in a line.
    if (this.#refused <= this.#freely && !this.#lines.has(grantId)) return;
    const isFull = this.#roomOf(grantId) < 1;
    // In the same turn: where a thousand connections have something to say, Node reads on for dozens of turns before an immediate.
    response.once('close', () => this.#hold(response.req.socket, isFull ? grantId : undefined));
  }

  /** A response that said something else has been made. */
  served(response: ServerResponse, grantId: string): void {
    const line = this.#lines.get(grantId);
    if (line === undefined) return;
    const now = this.#clock.monotonic();
    const { socket } = response.req;
    if (!line.mayGoOn(socket, now, this.#isBusy)) {
      const hold = (): void => this.#hold(socket, grantId);
      if (response.closed) hold();
      else response.once('close', hold);
    }
    for (const next of line.next(this.#roomOf(grantId))) this.#hear(next);
  }

  #hold(socket: Socket, roomIn: string | undefined): void {
    if (socket.destroyed) return;
    this.#held.add(socket);
    socket.pause();
    this.#keepsPaused(socket);
    const now = this.#clock.monotonic();
    const until = now + retryAfterMs;
    if (roomIn === undefined) this.#others.set(socket, until);
    else this.#lineOf(roomIn).putBack(socket, now, until);
    if (this.#looking !== undefined) return;
    this.#isBusy = this.#askBusy();
    this.#looking = setInterval(() => this.#look(), lookMs).unref();
  }

  #lineOf(grantId: string): WaitingLine {
    const there = this.#lines.get(grantId);
    if (there !== undefined) return there;
    const line = new WaitingLine();
    this.#lines.set(grantId, line);
    return line;
  }

  /** Node starts to read a socket again whenever it is done with a request. Nothing is read in between: that is for the next turn. */
  #keepsPaused(socket: Socket): void {
    if (this.#kept.has(socket)) return;
    this.#kept.add(socket);
    socket.on('resume', () => {
      if (this.#held.has(socket)) socket.pause();
    });
  }

  #hear(socket: Socket): void {
    this.#held.delete(socket);
    socket.resume();
  }

  #look(): void {
    const now = this.#clock.monotonic();
    this.#isBusy = this.#askBusy();
    for (const [socket, until] of this.#others) {
      if (until > now) break;
      this.#others.delete(socket);
      this.#hear(socket);
    }
    for (const [grantId, line] of this.#lines) {
      for (const socket of line.overdue(now)) this.#hear(socket);
      const silent = line.silent();
      for (const socket of line.next(this.#roomOf(grantId))) this.#hear(socket);
      if (line.isEmpty) this.#lines.delete(grantId);
      else for (const socket of silent) this.#hold(socket, grantId);
    }
    if (this.#lines.size > 0 || this.#others.size > 0) return;
    clearInterval(this.#looking);
    this.#looking = undefined;
  }
}
