import { chainKey, genesis } from '../audit/index.ts';
import { escapeUnsafe } from '../kernel/index.ts';
import type { KeyRing } from '../seal/index.ts';
import type { Sql } from '../store/index.ts';
import { inParts } from './in-parts.ts';
import { hex, type Stand } from './stand.ts';

/** Something that was changed, about to be put on the record. */
export interface PendingEvent {
  readonly name: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** Events that were added to the chain at once: where it ends with them. */
export interface Link extends Pick<Stand, 'seq' | 'mac' | 'time'> {
  /** Where it ended before. */
  readonly after: Pick<Stand, 'seq' | 'mac'>;
}

/** The name of the chain of the control plane's events. */
export function controlChain(ring: Pick<KeyRing, 'current'>): string {
  return `control-${ring.current}`;
}

/**
 * The chain that the control plane's events form, beside those of the processes that serve calls: `audit verify`, `heads`
 * and retention treat it as one of them. The head is read and advanced inside of the transaction of the change, so the
 * processes that share a folder write one chain together. A chain has one key; after a rotation another one begins.
 */
export class EventChain {
  readonly #ring: KeyRing;
  readonly #name: string;
  readonly #key: ReturnType<typeof chainKey>;

  constructor(ring: KeyRing) {
    this.#ring = ring;
    this.#name = controlChain(ring);
    this.#key = chainKey(ring.subkey('audit-chain', ring.current), this.#name);
  }

  /**
   * @param tx the transaction of the change
   * @returns what is added, as whoever looks will see it once that is committed
   */
  async append(tx: Sql, events: readonly PendingEvent[], now: number): Promise<Link> {
    const { id, ...head } = await this.#head(tx);
    let { seq, mac } = head;
    const time = Math.max(now, head.lastTime);
    await inParts(events, async (part) => {
      const rows = part.map(({ name, detail }) => {
        const text = escapeUnsafe(JSON.stringify({ kind: 'event', time, event: name, detail }));
        const prev = mac;
        seq += 1;
        mac = this.#key.mac(seq, prev, text);
        return { writer: id, seq, time, name, text, prev_mac: prev, mac };
      });
      await tx.insertInto('event').values(rows).execute();
    });
    await tx.updateTable('writer').set({ seq, mac, last_time: time }).where('id', '=', id).execute();
    return { after: { seq: head.seq, mac: hex(head.mac) }, seq, mac: hex(mac), time };
  }

  async #head(tx: Sql): Promise<{ id: number; seq: number; mac: Uint8Array; lastTime: number }> {
    const find = () =>
      tx
        .selectFrom('writer')
        .select(['id', 'seq', 'mac', 'last_time as lastTime'])
        .where('name', '=', this.#name)
        .executeTakeFirst();
    const known = await find();
    if (known !== undefined) return known;
    await tx.insertInto('writer').values({ name: this.#name, key: this.#ring.current, mac: genesis }).execute();
    return (await find()) ?? Promise.reject(new Error('a chain that was begun is not there'));
  }
}
