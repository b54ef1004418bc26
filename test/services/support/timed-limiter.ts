import { randomBytes } from 'node:crypto';
import type { Clock } from '../../../src/kernel/index.ts';
import type { CounterSnapshot, Limiter } from '../../../src/limits/index.ts';
import { connectValkey, type ValkeyConnection } from '../../../src/store/valkey/connect-valkey.ts';
import { type ValkeyLimiter, valkeyLimiter } from '../../../src/store/valkey/index.ts';

/** What a record says in which nothing stands. */
export const emptyRecord = async (): Promise<CounterSnapshot> => ({ at: 0, rows: [] });

/** A prefix of a test's own. */
export function newPrefix(): string {
  return `{test-${randomBytes(6).toString('hex')}}:`;
}

/** A server whose clock is a test's: scripts read the time from a key. */
export class TimedServer {
  readonly url: string;
  readonly prefix = newPrefix();
  readonly #connection: ValkeyConnection;
  #told: number | undefined;
  #telling: Promise<unknown> = Promise.resolve();

  private constructor(url: string, connection: ValkeyConnection) {
    this.url = url;
    this.#connection = connection;
  }

  static async open(url: string): Promise<TimedServer> {
    return new TimedServer(url, await connectValkey({ url, answerMs: 5_000 }));
  }

  /** The server's time from now on. */
  async at(ms: number): Promise<void> {
    if (this.#told !== ms) {
      this.#told = ms;
      this.#telling = this.#connection.call('SET', `${this.prefix}time`, ms);
    }
    await this.#telling;
  }

  limiter(): Promise<ValkeyLimiter> {
    return valkeyLimiter({
      url: this.url,
      prefix: this.prefix,
      recorded: emptyRecord,
      log: () => undefined,
      answerMs: 10_000,
      serverTime: "tonumber(call('GET', P .. 'time'))",
    });
  }

  close(): void {
    this.#connection.end();
  }
}

/** The same limiter, before each question of which the server is told what its clock says. */
export function followed(limiter: Limiter, server: TimedServer, clock: Clock): Limiter {
  const first = <A, R>(ask: (argument: A) => R | Promise<R>) => {
    return async (argument: A): Promise<R> => {
      await server.at(clock.now());
      return ask(argument);
    };
  };
  return {
    look: first((demand) => limiter.look(demand)),
    take: first((demand) => limiter.take(demand)),
    giveBack: first((receipt) => limiter.giveBack(receipt)),
    release: first((receipt) => limiter.release(receipt)),
  };
}
