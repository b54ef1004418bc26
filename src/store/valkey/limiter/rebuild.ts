import type { CounterSnapshot } from '../../../limits/index.ts';
import type { ValkeyConnection } from '../connect-valkey.ts';
import type { Scripts } from './scripts.ts';
import { writeBudget } from './write-errands.ts';

export interface RebuildOptions {
  readonly owner: string;
  readonly prefix: string;
  readonly ttlMs: number;
  readonly recorded: () => Promise<CounterSnapshot>;
  /** All that are alive have counted again what they had taken. */
  readonly rebuilt: (era: string) => void;
  readonly failed: (cause: unknown) => void;
}

/** A call that was taken when amounts were lost is on the record by then: its intent is written right after. */
const recordMs = 1_000;
const againMs = 500;
const rowsAtOnce = 200;

/**
 * After a loss: counts again what the record knows. Each gateway first sees to it that its own calls are on the record, so
 * that whoever reads last has read all. What is told twice counts once.
 */
export class Rebuild {
  readonly #options: RebuildOptions;
  #era: string | undefined;

  constructor(options: RebuildOptions) {
    this.#options = options;
  }

  /** Once for each era and connection; what fails is begun again by the next heartbeat. */
  begin(era: string, connection: ValkeyConnection, scripts: Scripts): void {
    if (this.#era === era) return;
    this.#era = era;
    this.#all(era, connection, scripts).catch((cause: unknown) => {
      this.#era = undefined;
      this.#options.failed(cause);
    });
  }

  async #all(era: string, connection: ValkeyConnection, scripts: Scripts): Promise<void> {
    const { owner, prefix, ttlMs } = this.#options;
    await pause(recordMs);
    const { rows } = await this.#options.recorded();
    for (let at = 0; at < rows.length; at += rowsAtOnce) {
      const some = rows.slice(at, at + rowsAtOnce);
      const written = some.flatMap((row) => [...writeBudget(row), row.at, row.amount]);
      await connection.call('EVALSHA', scripts.restore, 1, prefix, era, some.length, ...written);
    }
    while ((await connection.call('EVALSHA', scripts.rebuilt, 1, prefix, owner, era, ttlMs)) !== 1)
      await pause(againMs);
    this.#options.rebuilt(era);
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}
