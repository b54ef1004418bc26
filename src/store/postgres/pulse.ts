import { setImmediate } from 'node:timers/promises';
import pg from 'pg';
import { connectionConfig } from './database-url.ts';
import { type Wait, WatchedClient } from './watched-client.ts';

/** How often is looked whether anything is answered, in ms. */
const everyMs = 500;
/** How long nothing may come for who waits before the server is asked about it, in ms. */
const patienceMs = 1_000;
/** Who was cut off in vain has longer the next time, up to this; and as ever when nobody was for a minute. */
const mostPatienceMs = 35_000;
const forgetMs = 60_000;
/** A machine that is slow is so for everybody: whoever is late waits for so many times as long as the question took. */
const slower = 4;
/** How long the server has to answer somebody who only asks whether it is there, in ms: as long as for a connection. */
const usualMs = 10_000;

/**
 * Tells a statement that takes long from one whose answer will never come. Statements may take half a minute; where for a
 * second nothing has come for somebody who waits, the server is asked over a new connection what it does for them. What it
 * does not work on has been lost on the way, and its connection is cut: whoever waits is told at once, and not when the time
 * of the statement is over. A server that does not say anything within ten seconds has all its connections cut, so what
 * comes after the fault finds a pool that is not full of those who wait in vain.
 *
 * While there is no answer somebody new asks at each look, beside the one who has asked longest: what was said to a server
 * that could not hear it is answered by nobody, also once it is there again.
 */
export class Pulse {
  readonly #url: string;
  readonly #clients: ReadonlySet<WatchedClient>;
  readonly #mostLooks: number;
  /** Those who ask whether the server is there, the one who has asked longest first. */
  readonly #asking: Question[] = [];
  /** Looks since the server was first asked and has not answered; a process that stands still looks at nothing. */
  #looks = 0;
  #patienceMs = patienceMs;
  #cutAt = Number.NEGATIVE_INFINITY;
  #askAgainAt = Number.NEGATIVE_INFINITY;

  /** @param clients the pool's connections, those included that are not made yet */
  private constructor(url: string, clients: ReadonlySet<WatchedClient>, answerMs: number) {
    this.#url = url;
    this.#clients = clients;
    this.#mostLooks = Math.ceil(answerMs / everyMs);
  }

  /** Opens a pool that is watched, until it is ended. @param config for the URL. @param answerMs another time, for tests */
  static watch(url: string, config: pg.PoolConfig, answerMs = usualMs): pg.Pool {
    const clients = new Set<WatchedClient>();
    const Client = class extends WatchedClient {
      constructor(given?: pg.ClientConfig) {
        super(given);
        clients.add(this);
        this.onGone(() => clients.delete(this));
      }
    };
    const pool = new pg.Pool({ ...config, Client });
    const take = (taken: boolean) => (client: pg.ClientBase) => {
      if (client instanceof WatchedClient) client.taken = taken;
    };
    pool.on('acquire', take(true));
    pool.on('release', (_error, client) => take(false)(client));
    const pulse = new Pulse(url, clients, answerMs);
    const timer = setInterval(() => {
      if (!pool.ended) return pulse.#look();
      clearInterval(timer);
      pulse.#stopAsking();
    }, everyMs).unref();
    return pool;
  }

  #look(): void {
    const now = performance.now();
    if (now - this.#cutAt > forgetMs) this.#patienceMs = patienceMs;
    // Each is looked at, also after one that is late.
    const late = [...this.#clients].filter((client) => this.#isLate(client.look(), now));
    if (late.length === 0) this.#stopAsking();
    else if (now >= this.#askAgainAt) this.#ask();
  }

  #isLate(wait: Wait | undefined, now: number): boolean {
    return wait !== undefined && now - wait.heardAt >= this.#patienceMs;
  }

  /** Beside the one who has asked longest there is one who has just begun: a machine that is slow answers the first. */
  #ask(): void {
    this.#looks += 1;
    if (this.#looks > this.#mostLooks) {
      this.#stopAsking();
      for (const client of this.#clients) client.cut('the server does not answer');
      return;
    }
    for (const question of this.#asking.splice(1)) question.leave();
    const began = performance.now();
    const waits = new Map([...this.#clients].map((client) => [client, client.look()] as const));
    const numbers = [...waits.keys()].flatMap(({ processID }) => processID ?? []);
    const question = new Question(this.#url, numbers, this.#patienceMs);
    this.#asking.push(question);
    void question.answer.then((working) => {
      if (working === undefined || !this.#asking.includes(question)) return;
      this.#stopAsking();
      this.#askAgainAt = performance.now() + this.#patienceMs;
      if (working !== 'unknown')
        this.#cutLost(waits, working, Math.max(this.#patienceMs, slower * (performance.now() - began)));
    });
  }

  /**
   * @param waits what was waited for when it was asked what the server works on. @param working the answer
   * @param lateMs whoever has heard nothing for so long, and whom the server does not work for, has lost it
   */
  #cutLost(waits: ReadonlyMap<WatchedClient, Wait | undefined>, working: ReadonlySet<number>, lateMs: number): void {
    const now = performance.now();
    const lost = [...waits].filter(
      ([client, wait]) =>
        wait !== undefined &&
        client.look() === wait &&
        now - wait.heardAt >= lateMs &&
        !working.has(client.processID ?? 0),
    );
    if (lost.length === 0) return;
    this.#cutAt = now;
    this.#patienceMs = Math.min(this.#patienceMs * 2, mostPatienceMs);
    for (const [client] of lost) client.cut('the server has not heard what it was asked, or its answer was lost');
    // Those that nobody uses stood on the same way.
    for (const client of this.#clients) if (!client.taken) client.cut('the connection may be lost');
  }

  #stopAsking(): void {
    this.#looks = 0;
    for (const question of this.#asking.splice(0)) question.leave();
  }
}

/** Somebody who asks over a connection of its own whether the server is there, and what it works on. */
class Question {
  /**
   * Those that the server works for, by number. `unknown` where it does not tell: an error is an answer, too, and a pooler
   * has other numbers. `undefined` when nobody has waited for it.
   */
  readonly answer: Promise<ReadonlySet<number> | 'unknown' | undefined>;
  readonly #client: WatchedClient;
  readonly #left = Promise.withResolvers<undefined>();

  constructor(url: string, numbers: readonly number[], patienceMs: number) {
    this.#client = new WatchedClient(connectionConfig(url));
    this.#client.on('error', () => undefined);
    const asked = this.#ask(numbers, patienceMs).catch(() => 'unknown' as const);
    // A process that stood still hears first what has come for others meanwhile.
    const heard = asked.then(async (answer) => {
      await setImmediate();
      await setImmediate();
      return answer;
    });
    this.answer = Promise.race([this.#left.promise, heard]);
    void this.answer.then(() => this.#client.cut('it has been answered'));
  }

  /** Nobody waits for it any more. */
  leave(): void {
    this.#left.resolve(undefined);
  }

  async #ask(numbers: readonly number[], patienceMs: number): Promise<ReadonlySet<number> | 'unknown'> {
    const client: pg.Client = this.#client;
    await client.connect();
    const [row] = (await client.query(working, [numbers, patienceMs])).rows;
    return row.own === this.#client.processID ? new Set<number>(row.working) : 'unknown';
  }
}

/**
 * A backend that works, or has just begun or ended to; one that waits to hear from us, or for us to listen, has lost us where
 * we wait for it. What cannot be seen (of another role, or with `track_activities` off) is taken for work.
 */
const working = `SELECT pg_backend_pid() AS own, ARRAY(
  SELECT pid FROM pg_stat_activity WHERE pid = ANY ($1::int[]) AND (
    state IS NULL OR state = 'disabled' OR (state = 'active' AND wait_event_type IS DISTINCT FROM 'Client')
    OR state_change > clock_timestamp() - $2::float8 * interval '1 ms')) AS working`;
