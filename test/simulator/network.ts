import type { Random } from './random.ts';
import type { VirtualTime } from './virtual-time.ts';

/** A process of the simulation. One that has died sends nothing more, and hears nothing. */
export interface Process {
  readonly name: string;
  alive: boolean;
}

/** How bad the way between two processes is. */
export interface Weather {
  readonly lost: number;
  readonly doubled: number;
  readonly slow: number;
}

const answerMs = 1_000;

/** Messages between processes: late, lost, or twice; and ways that are cut for a while. */
export class Network {
  readonly #time: VirtualTime;
  readonly #random: Random;
  readonly #weather: Weather;
  readonly #cut = new Set<string>();

  constructor(time: VirtualTime, random: Random, weather: Weather) {
    this.#time = time;
    this.#random = random;
    this.#weather = weather;
  }

  /** Nothing gets through between these two for so long. */
  cut(one: Process, other: Process, ms: number): void {
    const way = wayOf(one, other);
    this.#cut.add(way);
    this.#time.after(ms, () => this.#cut.delete(way));
  }

  isCut(one: Process, other: Process): boolean {
    return this.#cut.has(wayOf(one, other));
  }

  /**
   * Asks another process to do something. It may do it, twice even, although nobody is told.
   *
   * @param run what is done there, at once
   * @param once no message is doubled, as over a connection that is not made anew; late it may be all the same
   * @throws when no answer comes within a second
   */
  ask<T>(from: Process, to: Process, run: () => T, once = false): Promise<T> {
    return new Promise((resolve, reject) => {
      const end = this.#time.after(answerMs, () => {
        if (from.alive) reject(new Error(`${to.name} does not answer`));
      });
      const deliver = (): void => {
        if (!to.alive || this.isCut(from, to)) return;
        let answer: () => void;
        try {
          const done = run();
          answer = () => resolve(done);
        } catch (error) {
          answer = () => reject(error);
        }
        this.#send(to, from, () => {
          end();
          answer();
        });
      };
      this.#send(from, to, deliver);
      if (!once && this.#random.chance(this.#weather.doubled)) this.#send(from, to, deliver);
    });
  }

  /** How long a message is under way, in ms. */
  delay(): number {
    return this.#random.chance(this.#weather.slow) ? this.#random.whole(100, 3_000) : this.#random.whole(1, 15);
  }

  /** Whether a message is lost. */
  loses(): boolean {
    return this.#random.chance(this.#weather.lost);
  }

  #send(from: Process, to: Process, deliver: () => void): void {
    if (!from.alive || this.isCut(from, to) || this.loses()) return;
    this.#time.after(this.delay(), () => {
      if (to.alive) deliver();
    });
  }
}

function wayOf(one: Process, other: Process): string {
  return [one.name, other.name].sort().join(' – ');
}
