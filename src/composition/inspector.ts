import type { ServerConfig } from '../config/index.ts';
import type { ToolTable } from '../definitions/index.ts';
import { AddressRefused } from '../egress/index.ts';
import { inspectServer } from '../gateway/index.ts';
import { type Clock, Fault } from '../kernel/index.ts';
import type { Snapshot } from '../snapshot/index.ts';
import { openUpstream, type Upstream } from '../upstream/index.ts';

/** A list that was read is good enough for as long to whoever asks again. */
const goodForMs = 5_000;
const mostMs = 30_000;

/** What is known of one server, under one configuration. */
interface Known {
  readonly asked: Promise<ToolTable>;
  /** Monotonic ms; as long as it has not answered it is not asked again. */
  goodUntil: number;
  /** What it said last, whatever became of asking it since. */
  heard: ToolTable | undefined;
}

/**
 * Asks servers for their tools on behalf of operators. A server that is in force is asked on its own way; any other one
 * is dialled by its URL. A process is only ever one that is in force, and so declared by the file.
 */
export class Inspector {
  readonly #snapshot: () => Snapshot;
  readonly #clock: Clock;
  readonly #version: string;
  readonly #known = new WeakMap<ServerConfig, Known>();

  constructor(snapshot: () => Snapshot, clock: Clock, version: string) {
    this.#snapshot = snapshot;
    this.#clock = clock;
    this.#version = version;
  }

  /** Rejects with a `Fault` when the server cannot be had. */
  inspect(config: ServerConfig): Promise<ToolTable> {
    return this.#askedFor(config).asked;
  }

  /**
   * What is known of a server's tools without waiting for it any longer than its asker has patience. It is asked all the
   * same, and known to whoever looks later; but no process is started for that: of one, what it said when somebody asked it
   * is known.
   *
   * @param enough settles when nobody waits any more
   * @returns `undefined`: it has not been heard yet
   */
  async heard(config: ServerConfig, enough: Promise<unknown>): Promise<ToolTable | undefined> {
    if (config.transport !== 'http') return this.#known.get(config)?.heard;
    const known = this.#askedFor(config);
    await Promise.race([known.asked.catch(() => undefined), enough]);
    return known.heard;
  }

  #askedFor(config: ServerConfig): Known {
    const before = this.#known.get(config);
    if (before !== undefined && this.#clock.monotonic() < before.goodUntil) return before;
    const known: Known = { asked: this.#ask(config), goodUntil: Number.POSITIVE_INFINITY, heard: before?.heard };
    const ended = (): void => {
      known.goodUntil = this.#clock.monotonic() + goodForMs;
    };
    known.asked.then((table) => {
      known.heard = table;
      ended();
    }, ended);
    this.#known.set(config, known);
    return known;
  }

  async #ask(config: ServerConfig): Promise<ToolTable> {
    const server = this.#snapshot().servers.get(config.slug);
    if (server?.config === config) return this.#within(server.upstream);
    if (config.transport !== 'http') throw new Fault('forbidden', 'processes are declared in the configuration file');
    const upstream = await openUpstream(config, { clock: this.#clock, log: () => {} });
    try {
      return await this.#within(upstream);
    } finally {
      await upstream.close();
    }
  }

  async #within(upstream: Upstream): Promise<ToolTable> {
    const { promise: late, reject } = Promise.withResolvers<never>();
    const timer = setTimeout(() => reject(new Fault('upstream_timeout', 'The server took too long.')), mostMs);
    const asked = inspectServer(upstream, this.#version);
    try {
      return await Promise.race([asked, late]);
    } catch (error) {
      // Whoever reads this can allow it; what a fault says otherwise is for agents too.
      if (error instanceof Fault && error.cause instanceof AddressRefused) {
        throw new Fault(error.code, error.cause.message, error.cause);
      }
      throw error;
    } finally {
      clearTimeout(timer);
      asked.catch(() => undefined);
    }
  }
}
