import { Socket } from 'node:net';
import pg from 'pg';
import { connectionConfig } from './database-url.ts';

/** How often is looked whether anything is answered, in ms. */
const everyMs = 1_000;
/** How long the server has to answer somebody who only asks whether it is there, in ms: as long as for a connection. */
const usualMs = 10_000;

/**
 * Tells a statement that takes long from a server that answers nothing any more. Statements may take half a minute; where
 * for a second none has come to an end, the server is asked over a new connection whether it is there. One that does not say
 * so within ten has its connections cut: whoever waits is told at once, and what comes after the fault finds a pool that is
 * not full of those who wait in vain.
 */
export class Pulse {
  readonly #url: string;
  readonly #pool: pg.Pool;
  readonly #sockets: ReadonlySet<Socket>;
  readonly #answerMs: number;
  #settled = false;
  #asking = false;

  /** @param sockets of the pool's connections, those included that are not made yet */
  private constructor(url: string, pool: pg.Pool, sockets: ReadonlySet<Socket>, answerMs: number) {
    this.#answerMs = answerMs;
    this.#url = url;
    this.#pool = pool;
    this.#sockets = sockets;
  }

  /** Opens a pool that is watched, until it is ended. @param config for the URL. @param answerMs another time, for tests */
  static watch(url: string, config: pg.PoolConfig, answerMs = usualMs): pg.Pool {
    const sockets = new Set<Socket>();
    const pool = new pg.Pool({ ...config, stream: () => kept(sockets) });
    const pulse = new Pulse(url, pool, sockets, answerMs);
    pool.on('release', () => pulse.#heard());
    pool.on('connect', () => pulse.#heard());
    const timer = setInterval(() => {
      if (pool.ended) clearInterval(timer);
      else void pulse.#look();
    }, everyMs).unref();
    return pool;
  }

  #heard(): void {
    this.#settled = true;
  }

  async #look(): Promise<void> {
    const { totalCount, idleCount, waitingCount } = this.#pool;
    const quiet = !this.#settled && totalCount - idleCount + waitingCount > 0;
    this.#settled = false;
    if (!quiet || this.#asking) return;
    this.#asking = true;
    const there = await answers(this.#url, this.#answerMs);
    this.#asking = false;
    if (there) return;
    for (const socket of this.#sockets) socket.destroy(new Error('the server does not answer'));
  }
}

function kept(sockets: Set<Socket>): Socket {
  const socket = new Socket();
  sockets.add(socket);
  return socket.once('close', () => sockets.delete(socket));
}

/** @returns `false` where nothing at all was said in time: an error is an answer, too */
async function answers(url: string, answerMs: number): Promise<boolean> {
  const socket = new Socket();
  const client = new pg.Client({ ...connectionConfig(url), stream: () => socket });
  client.on('error', () => undefined);
  const asked = client
    .connect()
    .then(() => client.query('SELECT 1'))
    .then(
      () => true,
      () => true,
    );
  const { promise: late, resolve } = Promise.withResolvers<false>();
  // A process that stood still itself hears first what has come meanwhile.
  const timer = setTimeout(() => setImmediate(() => setImmediate(() => resolve(false))), answerMs);
  const there = await Promise.race([asked, late]);
  clearTimeout(timer);
  socket.destroy();
  return there;
}
