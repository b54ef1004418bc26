import type { EventRecord, Head } from '../../audit/index.ts';

/** The event by which one chain witnesses where all the others stand. */
export const checkpointEvent = 'chain_checkpoint';

/** Where the chains stand, as an event for the chain of whoever looked. */
export function checkpoint(heads: readonly Head[], time: number): EventRecord {
  const entries = heads.map(({ writer, seq, mac }) => ({ writer, seq, mac: Buffer.from(mac).toString('hex') }));
  return { kind: 'event', time, event: checkpointEvent, detail: { heads: entries } };
}

/** @returns no heads for what is no checkpoint: a text that was altered is named by the chain that it stands in */
export function readCheckpoint(text: string): Head[] {
  try {
    const { detail }: EventRecord = JSON.parse(text);
    const { heads } = detail as { readonly heads: readonly { writer: string; seq: number; mac: string }[] };
    return heads.map(({ writer, seq, mac }) => ({ writer, seq, mac: Buffer.from(mac, 'hex') }));
  } catch {
    return [];
  }
}
