import { Fault } from '../../kernel/index.ts';
import type { ValkeyConnection } from './connect-valkey.ts';

/** How long after a failure the next attempt begins, in ms: what ends is over within two seconds. */
const againMs = 150;

export interface LinkOptions {
  connect(): Promise<ValkeyConnection>;
  /** What has to be done before anything else is asked over a new connection. @throws to refuse it */
  greet(connection: ValkeyConnection): Promise<void>;
  /** Told when nothing can be asked any more, again where the reason is another one, and when it can again. */
  changed(event: 'up' | 'down', cause?: unknown): void;
}

/** One connection after the other to one server: when one ends the next is made, and looked at before it is used. */
export class Link {
  readonly #options: LinkOptions;
  #connection: ValkeyConnection | undefined;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;
  #told: string | undefined;

  private constructor(options: LinkOptions) {
    this.#options = options;
  }

  /** @throws when the first connection cannot be made, or is refused */
  static async open(options: LinkOptions): Promise<Link> {
    const link = new Link(options);
    await link.#attempt();
    return link;
  }

  /** What can be used now; `undefined` while there is none. */
  get connection(): ValkeyConnection | undefined {
    return this.#connection;
  }

  /** @throws Fault `store_unavailable` */
  async call(command: string, ...args: (string | number | Buffer)[]): Promise<unknown> {
    const connection = this.#connection;
    if (connection === undefined) throw new Fault('store_unavailable', 'Valkey cannot be reached.');
    try {
      return await connection.call(command, ...args);
    } catch (error) {
      throw new Fault('store_unavailable', 'Valkey does not answer.', error);
    }
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    const connection = this.#connection;
    this.#connection = undefined;
    connection?.end();
  }

  async #attempt(): Promise<void> {
    const connection = await this.#options.connect();
    try {
      await this.#options.greet(connection);
    } catch (error) {
      connection.end();
      throw error;
    }
    if (this.#closed) return connection.end();
    this.#connection = connection;
    this.#told = undefined;
    this.#options.changed('up');
    connection.onEnd((cause) => {
      if (this.#connection !== connection) return;
      this.#connection = undefined;
      this.#down(cause);
      this.#again();
    });
  }

  /** Once for each reason: attempts follow one another so fast that a log would hold nothing else. */
  #down(cause: unknown): void {
    const why = String(cause);
    if (why === this.#told) return;
    this.#told = why;
    this.#options.changed('down', cause);
  }

  #again(): void {
    if (this.#closed) return;
    this.#timer = setTimeout(() => {
      this.#attempt().catch((cause: unknown) => {
        this.#down(cause);
        this.#again();
      });
    }, againMs).unref();
  }
}
