import { z } from 'zod';
import { type Actor, may } from '../../accounts/index.ts';
import type { StoredRecord } from '../../audit/index.ts';

/** A record as the API tells it. */
export const recordShape = z.strictObject({
  id: z.number().int().describe('its place in the order of arrival'),
  writer: z.string(),
  seq: z.number().int(),
  record: z
    .record(z.string(), z.unknown())
    .describe('as it was written; without captured values for who may not read them'),
  prevMac: z.string(),
  mac: z.string(),
});

/** Captured values are for auditors alone. */
export function withoutValues(stored: StoredRecord, actor: Actor): StoredRecord {
  // Nearly no record has any, and what does not say so need not be parsed.
  if (may(actor, 'captures:read') || !stored.text.includes('"argumentValues"')) return stored;
  const { argumentValues: _values, ...rest } = JSON.parse(stored.text);
  return { ...stored, text: JSON.stringify(rest) };
}

export function shownRecord(stored: StoredRecord, actor: Actor): z.input<typeof recordShape> {
  const { id, writer, seq, text, prevMac, mac } = withoutValues(stored, actor);
  return { id, writer, seq, record: JSON.parse(text), prevMac, mac };
}
