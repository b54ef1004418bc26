import type { ServerResponse } from 'node:http';

export type Socket = ServerResponse['req']['socket'];

/** How many calls in a row a connection may make before it stands behind those that are not read. */
export const callsATurn = 8;
/** Nobody goes on when that would keep somebody of the line waiting for longer than this. */
export const patienceMs = 500;
/** How much a new interval counts beside those before it. */
const newest = 1 / 16;
/**
 * Room is kept for a call that is to come until so many looks have passed: its client may have nothing to say. Not for a
 * time: where the thread did not run for a while, what has come meanwhile is read after its timers.
 */
export const expectedLooks = 3;

/**
 * The connections that wait for one grant to have fewer calls under way: those that are not read, longest first, and those
 * that are read, and for whose next call there is room kept.
 *
 * To stop reading a connection, to begin again, and to find everything of it when two thousand others have had their turn
 * in between, comes to a sixth to a quarter of what a call costs. So a connection makes some calls in a row before it is
 * the next one's turn.
 *
 * To read a connection or not is for the caller: this knows who should be.
 */
export class WaitingLine {
  readonly #unread = new Map<Socket, { readonly since: number; readonly until: number }>();
  readonly #expected = new Map<Socket, { readonly since: number; readonly isGoingOn: boolean }>();
  #looks = 0;
  /** How long it took lately from one call's being served to the next one's, and when that was last. */
  #interval = 0;
  #lastServed: number | undefined;
  /** Calls that a connection has made in its turn. */
  readonly #turns = new WeakMap<Socket, number>();

  /** Whether nobody waits. */
  get isEmpty(): boolean {
    return this.#unread.size === 0;
  }

  /** A call has come on this connection: the room that was kept for it is taken, or not needed. */
  arrived(socket: Socket): void {
    this.#expected.delete(socket);
  }

  /** Nothing more is read of this connection before others have had their turn, or its time is over. */
  putBack(socket: Socket, now: number, until: number): void {
    this.#expected.delete(socket);
    this.#turns.delete(socket);
    this.#unread.set(socket, { since: now, until });
  }

  /**
   * @param inTurns whether a connection may make more than one call in its turn
   * @returns whether this one, one of whose calls was answered, may make another
   */
  mayGoOn(socket: Socket, now: number, inTurns: boolean): boolean {
    const interval = now - (this.#lastServed ?? now);
    this.#lastServed = now;
    this.#interval += (interval - this.#interval) * newest;
    const [front] = this.#unread.values();
    if (front === undefined) return true;
    const made = (this.#turns.get(socket) ?? 0) + 1;
    // If nobody went on from now on. The last may have waited for as long as the first, as after a rush.
    const mostWait = now - front.since + this.#unread.size * this.#interval;
    if (!inTurns || made >= callsATurn || mostWait >= patienceMs) return false;
    this.#turns.set(socket, made);
    this.#expected.set(socket, { since: this.#looks, isGoingOn: true });
    return true;
  }

  /** @returns those that are to be read now, since the grant could begin so many calls more */
  next(room: number): readonly Socket[] {
    const heard: Socket[] = [];
    let free = room - this.#expected.size;
    for (const socket of this.#unread.keys()) {
      if (free < 1) break;
      this.#unread.delete(socket);
      if (socket.destroyed) continue;
      free -= 1;
      this.#expected.set(socket, { since: this.#looks, isGoingOn: false });
      heard.push(socket);
    }
    return heard;
  }

  /** @returns those that are to be read now, since their time is over */
  overdue(now: number): readonly Socket[] {
    const over: Socket[] = [];
    for (const [socket, { until }] of this.#unread) {
      if (until > now) break;
      this.#unread.delete(socket);
      over.push(socket);
    }
    return over;
  }

  /**
   * It is looked, and no room is kept any more for calls that do not come.
   *
   * @returns those that could have gone on. Their call, should it come later, is not to be refused where one would have waited;
   *   who stood in the line before, and has nothing to say, does not do so again: it would never end
   */
  silent(): readonly Socket[] {
    this.#looks += 1;
    const wentOn: Socket[] = [];
    for (const [socket, { since, isGoingOn }] of this.#expected) {
      if (this.#looks - since < expectedLooks) break;
      this.#expected.delete(socket);
      if (isGoingOn) wentOn.push(socket);
    }
    return wentOn;
  }
}
