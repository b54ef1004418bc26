import type { Clock } from '../kernel/index.ts';
import { CaptureRules } from './capture-rules.ts';
import { type CapturedCall, type CaptureLevel, capturedText } from './captured-call.ts';

/** A captured call as it is kept. */
export interface CaptureRow {
  readonly requestId: string;
  readonly time: number;
  readonly expiresAt: number;
  readonly grantId: string;
  readonly label: string;
  readonly server: string;
  readonly tool: string;
  readonly level: CaptureLevel;
  readonly bytes: number;
  readonly sealed: string;
}

export interface CaptureKeeperOptions {
  readonly clock: Pick<Clock, 'now'>;
  readonly seal: (text: string, requestId: string) => string;
  readonly write: (rows: readonly CaptureRow[]) => Promise<void>;
  /** Removes what has been kept for long enough, some of it at a time. */
  readonly sweep: (now: number) => Promise<void>;
  /** So many calls were not kept; the record has them all the same. */
  readonly onLost: (calls: number, error?: unknown) => void;
  /** Lets everything else have its turn. */
  readonly pause?: () => Promise<void>;
}

const gatherMs = 250;
const sweepEveryMs = 60_000;
/** Sealing takes some 20 µs: after so many, whatever else waits has its turn. */
const sealedAtOnce = 40;
const writtenAtOnce = 200;
/** What waits to be written is bounded: a store that stands still must not take the gateway's memory. */
const mostWaiting = 5_000;
const mostWaitingBytes = 32 * 1024 * 1024;
/** Arguments that are longer are not captured. */
const mostBytes = 1024 * 1024;

/**
 * Takes calls from the way of a call, and seals and writes them beside it. No call waits for any of this, and none is
 * refused for it: what cannot be kept is counted and said, and whoever replays it hears that it was not kept.
 */
export class CaptureKeeper {
  readonly #options: CaptureKeeperOptions;
  #rules: CaptureRules = CaptureRules.none;
  #waiting: { readonly call: CapturedCall; readonly level: CaptureLevel; readonly expiresAt: number }[] = [];
  #bytes = 0;
  #lost = 0;
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> | undefined;
  readonly #sweeper: NodeJS.Timeout;

  constructor(options: CaptureKeeperOptions) {
    this.#options = options;
    const sweep = (): void => void options.sweep(options.clock.now()).catch((error) => options.onLost(0, error));
    this.#sweeper = setInterval(sweep, sweepEveryMs).unref();
  }

  /** Other rules, for the calls that come. */
  follow(rules: CaptureRules): void {
    this.#rules = rules;
  }

  /** Port of the gateway: how much of a call is to be captured. */
  levelFor(grant: { readonly id: string; readonly label: string }, server: string): CaptureLevel {
    if (this.#rules.empty) return 'off';
    return this.#rules.ruleFor(grant, server)?.level ?? 'off';
  }

  /** Port of the gateway: takes a call. Nothing is copied later than this. */
  keep(call: CapturedCall): void {
    const rule = this.#rules.ruleFor(call.grant, call.server);
    if (rule === undefined || rule.level === 'off') return;
    const bytes = call.arguments?.length ?? 0;
    if (bytes > mostBytes || this.#waiting.length >= mostWaiting || this.#bytes + bytes > mostWaitingBytes) {
      this.#lost += 1;
    } else {
      this.#bytes += bytes;
      this.#waiting.push({ call, level: rule.level, expiresAt: call.time + rule.retentionMs });
    }
    this.#timer ??= setTimeout(() => void this.flush(), gatherMs).unref();
  }

  /** Writes what has been taken so far. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    await this.#writing;
    this.#writing = this.#write().finally(() => {
      this.#writing = undefined;
    });
    await this.#writing;
  }

  /** Writes what is left, and ends. */
  async close(): Promise<void> {
    clearInterval(this.#sweeper);
    await this.flush();
  }

  async #write(): Promise<void> {
    const { write, onLost } = this.#options;
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, writtenAtOnce);
      for (const { call } of batch) this.#bytes -= call.arguments?.length ?? 0;
      try {
        await write(await this.#sealed(batch));
      } catch (error) {
        onLost(batch.length, error);
      }
    }
    const lost = this.#lost;
    this.#lost = 0;
    if (lost > 0) onLost(lost);
  }

  async #sealed(
    batch: readonly { readonly call: CapturedCall; readonly level: CaptureLevel; readonly expiresAt: number }[],
  ): Promise<CaptureRow[]> {
    const { seal, pause = anyTurn } = this.#options;
    const rows: CaptureRow[] = [];
    for (const { call, level, expiresAt } of batch) {
      if (rows.length % sealedAtOnce === sealedAtOnce - 1) await pause();
      const { requestId, time, grant, server, tool } = call;
      const text = capturedText(call);
      const sealed = seal(text, requestId);
      const of = { grantId: grant.id, label: grant.label, server, tool };
      rows.push({ requestId, time, expiresAt, ...of, level, bytes: Buffer.byteLength(text), sealed });
    }
    return rows;
  }
}

function anyTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
