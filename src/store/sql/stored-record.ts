import type { StoredRecord } from '../../audit/index.ts';

/** What is asked for of a record, in whichever database and table it lies. */
export const recordColumns = ['r.id', 'w.name as writer', 'r.seq', 'r.text', 'r.prev_mac', 'r.mac'] as const;

/** A row of {@link recordColumns}. */
export type RecordRow = {
  readonly [column in 'id' | 'writer' | 'seq' | 'text' | 'prev_mac' | 'mac']: unknown;
};

/** A row as a record. Numbers and bytes are what the database's own client makes of them. */
export function storedRecord({
  id,
  writer,
  seq,
  text,
  prev_mac,
  mac,
}: Readonly<Record<string, unknown>>): StoredRecord {
  return {
    id: Number(id),
    writer: String(writer),
    seq: Number(seq),
    text: String(text),
    prevMac: hex(prev_mac),
    mac: hex(mac),
  };
}

/** What is no bytes is no mac: a chain that it stands in does not verify. */
function hex(bytes: unknown): string {
  return bytes instanceof Uint8Array ? Buffer.from(bytes).toString('hex') : '';
}
