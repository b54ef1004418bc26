import { newId } from '../../../kernel/index.ts';
import type { CounterSnapshot } from '../../../limits/index.ts';
import { checkServer } from '../check-server.ts';
import { connectValkey, type ValkeyConnection } from '../connect-valkey.ts';
import { Link } from '../link.ts';
import type { Errand, ErrandResult } from './errand.ts';
import type { OwnSlots } from './own-slots.ts';
import { readOutcomes } from './read-outcomes.ts';
import { Rebuild } from './rebuild.ts';
import { loadScripts, type Scripts } from './scripts.ts';
import type { Trips } from './trips.ts';
import { writeErrands } from './write-errands.ts';

export interface MembershipOptions {
  /** `redis://` or `rediss://`. */
  readonly url: string;
  /** What all keys begin with; it holds a hash tag. */
  readonly prefix: string;
  /**
   * What the record knows to have been taken and may still count. Everything that this process has taken before it was
   * asked is in it.
   */
  readonly recorded: () => Promise<CounterSnapshot>;
  /** For the operator: the way to the counters is lost, or there again; amounts were lost, or are counted again. */
  readonly log: (event: MembershipEvent, cause?: unknown) => void;
  /** How long an answer may take, in ms; 1,000 when absent. */
  readonly answerMs?: number;
  /** How long after its last sign of life the slots of a gateway are free, in ms; 30,000 when absent. */
  readonly slotTtlMs?: number;
  /** A Lua expression for the server's clock, for tests. */
  readonly serverTime?: string;
  readonly slots: OwnSlots;
  readonly trips: Trips;
}

export type MembershipEvent = 'up' | 'down' | 'lost' | 'rebuilt';

/** One gateway's place among those that count in one server. */
export interface Membership {
  ready(): boolean;
  close(): Promise<void>;
}

const beatMs = 1_000;
/** When the server runs anew: how long all have to say what they had seen, at least and at most. */
const settleMs = 500;
const patienceMs = 3_000;
const askAgainMs = 100;

/**
 * Connects, looks at the server, joins, and keeps doing so: trips are made only between a join that was answered and the
 * end of that connection.
 *
 * @throws an Error with a sentence for the operator
 */
export async function openMembership(options: MembershipOptions): Promise<Membership> {
  const { rows } = await options.recorded();
  const member = new Member(options, rows.length === 0);
  await member.open();
  return member;
}

class Member implements Membership {
  readonly #options: MembershipOptions;
  readonly #owner = newId();
  readonly #answerMs: number;
  readonly #ttlMs: number;
  /** Whether the record knew of no amount that counts when this process started. */
  readonly #empty: boolean;
  readonly #rebuild: Rebuild;
  #link: Link | undefined;
  #scripts: Scripts | undefined;
  #heart: NodeJS.Timeout | undefined;
  /** As it was when this process joined. */
  #evicted = '';
  #era = '';
  #seen = 0;
  #trip = 0;
  /** The last trip whose outcome is known. */
  #known = 0;
  #joined = false;
  #lost = false;

  constructor(options: MembershipOptions, empty: boolean) {
    this.#options = options;
    this.#answerMs = options.answerMs ?? 1_000;
    this.#ttlMs = options.slotTtlMs ?? 30_000;
    this.#empty = empty;
    this.#rebuild = new Rebuild({
      owner: this.#owner,
      prefix: options.prefix,
      ttlMs: this.#ttlMs,
      recorded: options.recorded,
      rebuilt: (era) => this.#isRebuilt(era),
      failed: (cause) => options.log('lost', cause),
    });
  }

  async open(): Promise<void> {
    this.#link = await Link.open({
      connect: () => connectValkey({ url: this.#options.url, answerMs: this.#answerMs }),
      greet: (connection) => this.#greet(connection),
      changed: (event, cause) => {
        if (event === 'down') this.#shut(cause);
        this.#options.log(event, cause);
      },
    });
    this.#heart = setInterval(() => void this.#beat(), beatMs).unref();
  }

  ready(): boolean {
    return this.#joined && !this.#lost;
  }

  async close(): Promise<void> {
    clearInterval(this.#heart);
    const connection = this.#link?.connection;
    const leave = this.#scripts?.leave;
    if (connection !== undefined && leave !== undefined) {
      // What could not be freed is free when this process has been silent for long enough.
      await connection.call('EVALSHA', leave, 1, this.#options.prefix, this.#owner).catch(() => undefined);
    }
    this.#shut(new Error('the gateway is shutting down'));
    this.#link?.close();
  }

  async #greet(connection: ValkeyConnection): Promise<void> {
    await checkServer(connection);
    this.#scripts = await loadScripts(connection, this.#options.serverTime);
    await this.#join(connection);
  }

  async #join(connection: ValkeyConnection): Promise<void> {
    const { slots, trips, prefix } = this.#options;
    let ran: boolean | undefined;
    for (;;) {
      const version = slots.version;
      const { run, evicted } = await checkServer(connection);
      const answer = await connection.call(
        'EVALSHA',
        this.#scripts?.join ?? '',
        1,
        prefix,
        this.#owner,
        this.#nextTrip(),
        run,
        this.#era,
        this.#seen,
        newId(),
        this.#empty ? 'empty' : 'known',
        settleMs,
        patienceMs,
        this.#ttlMs,
        evicted,
        ...slots.written(),
      );
      if (!Array.isArray(answer)) throw new Error('the server answered something else');
      const [status, era, seq, last, lost] = answer as unknown[];
      if (status === 'ok') {
        ran ??= Number(last) > this.#known;
        this.#seen = Number(seq);
        this.#note(String(era), lost === 1, connection);
        // A slot that was released meanwhile was told as held.
        if (slots.version !== version) continue;
        this.#joined = true;
        this.#evicted = evicted;
        trips.open((errands) => this.#travel(connection, errands), slots, ran);
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, askAgainMs));
    }
  }

  async #travel(
    connection: ValkeyConnection,
    errands: readonly Errand[],
  ): Promise<readonly ErrandResult[] | 'not run'> {
    const trip = this.#nextTrip();
    const { prefix } = this.#options;
    const run = this.#scripts?.run ?? '';
    try {
      const written = writeErrands(errands, this.#era);
      const head = [run, 1, prefix, this.#owner, this.#era, trip, this.#ttlMs];
      const answer = readOutcomes(await connection.call('EVALSHA', ...head, ...written), this.#era);
      this.#known = trip;
      if (answer.kind === 'join') {
        void this.#joinAgain(connection);
        return 'not run';
      }
      this.#seen = Math.max(this.#seen, answer.seq);
      this.#note(this.#era, answer.lost, connection);
      return answer.outcomes;
    } catch (error) {
      connection.end(error);
      throw error;
    }
  }

  /** Somebody has found that amounts were lost, or took this process for dead. */
  async #joinAgain(connection: ValkeyConnection): Promise<void> {
    if (!this.#joined) return;
    this.#shut(new Error('the counters have to be agreed on'));
    try {
      await this.#join(connection);
    } catch (error) {
      connection.end(error);
    }
  }

  async #beat(): Promise<void> {
    const connection = this.#link?.connection;
    if (connection === undefined || !this.#joined) return;
    try {
      // Whoever may configure it can let it forget what is counted, at any time.
      const { evicted } = await checkServer(connection);
      if (evicted !== this.#evicted) return await this.#joinAgain(connection);
    } catch (error) {
      return connection.end(error);
    }
    // It ends the connection by itself.
    await this.#travel(connection, []).catch(() => undefined);
  }

  #note(era: string, lost: boolean, connection: ValkeyConnection): void {
    if (lost && (era !== this.#era || !this.#lost)) this.#options.log('lost');
    if (!lost && this.#lost) this.#options.log('rebuilt');
    this.#era = era;
    this.#lost = lost;
    if (lost && this.#scripts !== undefined) this.#rebuild.begin(era, connection, this.#scripts);
  }

  #isRebuilt(era: string): void {
    if (era !== this.#era || !this.#lost) return;
    this.#lost = false;
    this.#options.log('rebuilt');
  }

  #nextTrip(): number {
    this.#trip += 1;
    return this.#trip;
  }

  #shut(cause: unknown): void {
    this.#joined = false;
    this.#options.trips.shut(cause);
  }
}
