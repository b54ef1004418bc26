import { Fault } from '../kernel/index.ts';
import type { DefinitionGate } from './gate.ts';
import type { Pin } from './pin.ts';
import { Pins } from './pins.ts';
import type { Tool, ToolTable } from './tool.ts';

/** All that is stored. */
export interface StoredPins {
  readonly pins: readonly Pin[];
  /** Servers of which a list was seen, were it an empty one. */
  readonly listed: readonly string[];
}

/** Port: where pins are kept. */
export interface PinStore {
  load(): Promise<StoredPins>;
  /**
   * Keeps what a list has that is not known. The first list of a server is approved whole; of two that come first, one
   * is. Whatever is in any other list waits.
   *
   * @returns what is known of these definitions now
   */
  keep(server: string, tools: readonly Tool[]): Promise<readonly Pin[]>;
}

/** What the gate tells. */
export interface GateEvents {
  /** A pinned server lists what nobody approved: every other list of its may be out of date. */
  drifted(server: string): void;
  /** Pins have changed: clients may want to list again. */
  changed(): void;
  /** What was seen could not be kept. It stays quarantined, and is seen again with the next list. */
  failed(server: string, cause: unknown): void;
}

/** The gate over pins that are kept: asked in memory, loaded again whenever another has decided. */
export class PinnedDefinitions implements DefinitionGate {
  readonly #store: PinStore;
  readonly #on: GateEvents;
  #pins: Pins;
  /** How often loading them was begun, and which of these was the newest to come to an end. */
  #begun = 0;
  #loaded = 0;
  /** Definitions that are being kept, so that a list that is read often is told once. */
  readonly #keeping = new Map<string, Promise<void>>();

  private constructor(store: PinStore, on: GateEvents, { pins, listed }: StoredPins) {
    this.#store = store;
    this.#on = on;
    this.#pins = new Pins(pins, listed);
  }

  /** @throws whatever keeps the pins from being loaded: without them nothing can be judged */
  static async open(store: PinStore, on: GateEvents): Promise<PinnedDefinitions> {
    return new PinnedDefinitions(store, on, await store.load());
  }

  admits(server: string, tool: Pick<Tool, 'name' | 'hash'>): boolean {
    return this.#pins.admits(server, tool);
  }

  listed(server: string, table: ToolTable): Promise<void> | undefined {
    const unknown = this.#pins.unknownIn(server, table);
    if (!this.#pins.wasListed(server)) return this.#first(server, [...table.tools.values()]);
    if (unknown.length > 0) this.#later(server, unknown);
    return undefined;
  }

  /** Others may have decided. */
  async reload(): Promise<void> {
    this.#begun += 1;
    const load = this.#begun;
    const { pins, listed } = await this.#store.load();
    if (load < this.#loaded) return;
    this.#loaded = load;
    this.#pins = new Pins(pins, listed);
    this.#on.changed();
  }

  /** Nobody is shown a server's first list before it is kept: another process must not see another first one. */
  async #first(server: string, tools: readonly Tool[]): Promise<void> {
    try {
      await this.#keep(server, tools);
    } catch (cause) {
      throw new Fault('snapshot_stale', 'The tools of this server, seen for the first time, cannot be kept.', cause);
    }
  }

  /** Nobody waits: whatever comes of it, what is unknown is not admitted. */
  #later(server: string, tools: readonly Tool[]): void {
    const key = [server, ...tools.map(({ name, hash }) => `${name} ${hash}`).sort()].join('\n');
    if (this.#keeping.has(key)) return;
    const kept = this.#keep(server, tools).then(
      () => this.#on.drifted(server),
      (cause: unknown) => this.#on.failed(server, cause),
    );
    this.#keeping.set(
      key,
      kept.finally(() => this.#keeping.delete(key)),
    );
  }

  async #keep(server: string, tools: readonly Tool[]): Promise<void> {
    const [begun, loaded] = [this.#begun, this.#loaded];
    const known = await this.#store.keep(server, tools);
    // Somebody may have decided after these were read, and it is known here already: they must not undo it.
    if (begun !== this.#begun || loaded !== this.#loaded) return this.reload();
    this.#pins.listed(server);
    for (const pin of known) this.#pins.set(pin);
  }
}
