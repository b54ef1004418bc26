import type { Clock } from '../../kernel/index.ts';
import type { Era } from '../upstream.ts';
import type { EraEvidence, EraVerdict } from './verdict.ts';

/** A server that is upgraded is found out after this long at the latest. */
const lastsMs = 60 * 60_000;

/** How a server is asked. Both reject with a `Fault` when it cannot be: that is no evidence of anything. */
export interface Questions {
  /** Asks `server/discover`. */
  discover(): Promise<EraEvidence>;
  /**
   * Asks whether a server of the modern era opens sessions as well. Absent where a client of the legacy era is not made
   * to wait for questions: its own `initialize` is one, and the server is asked only when it was refused.
   */
  readonly initialize?: () => Promise<boolean>;
}

/** What is known of a server's eras: found out when it is first needed, kept with its date, doubted when it fails. */
export class Eras {
  readonly #clock: Clock;
  readonly #questions: Questions;
  #known: EraVerdict | undefined;
  #discovering: Promise<void> | undefined;
  #initializing: Promise<void> | undefined;

  constructor(clock: Clock, questions: Questions) {
    this.#clock = clock;
    this.#questions = questions;
  }

  get verdict(): EraVerdict | undefined {
    return this.#known;
  }

  /** See `Upstream.era`. */
  async forClient(client: Era): Promise<Era> {
    this.#forgetTheOld();
    const { initialize } = this.#questions;
    if (client === 'legacy' && initialize === undefined && this.#known?.legacy !== false) return 'legacy';
    if (this.#known?.modern === undefined) await this.#discover();
    if (this.#known?.modern !== true) return 'legacy';
    if (client === 'modern') return 'modern';
    if (this.#known.legacy === undefined && initialize !== undefined) await this.#initialize(initialize);
    return this.#known.legacy === true ? 'legacy' : 'modern';
  }

  /** See `Upstream.misjudged`. */
  misjudged(era: Era): void {
    const at = this.#clock.now();
    this.#known =
      era === 'legacy' ? { legacy: false, modern: undefined, at } : { legacy: undefined, modern: false, at };
  }

  #forgetTheOld(): void {
    if (this.#known !== undefined && this.#clock.now() - this.#known.at >= lastsMs) this.#known = undefined;
  }

  /** One question at a time, however many wait for the answer. */
  #discover(): Promise<void> {
    this.#discovering ??= this.#questions
      .discover()
      .then(({ legacy, modern }) => {
        const refused = this.#known?.legacy === false && modern === true;
        this.#known = { legacy: refused ? false : legacy, modern, at: this.#clock.now() };
      })
      .finally(() => {
        this.#discovering = undefined;
      });
    return this.#discovering;
  }

  #initialize(ask: () => Promise<boolean>): Promise<void> {
    this.#initializing ??= ask()
      .then((legacy) => {
        this.#known = { legacy, modern: this.#known?.modern ?? true, at: this.#clock.now() };
      })
      .finally(() => {
        this.#initializing = undefined;
      });
    return this.#initializing;
  }
}
