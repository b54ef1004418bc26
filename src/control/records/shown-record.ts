import { z } from 'zod';
import { type Actor, may } from '../../accounts/index.ts';
import type { CallRecord, StoredRecord } from '../../audit/index.ts';

/** A record as the API tells it. */
export const recordShape = z.strictObject({
  id: z.number().int().describe('its place in the order of arrival'),
  writer: z.string(),
  seq: z.number().int(),
  record: z
    .record(z.string(), z.unknown())
    .describe('as it was written; without values of arguments for who may not read them'),
  prevMac: z.string(),
  mac: z.string(),
});

/** Of what a record may hold of arguments. Members are named so in no other place of a record's text, or parsed for nothing. */
const holdsValues = /"(?:argumentValues|taken)":/;

/**
 * Values of arguments are for auditors alone: those that the policy has recorded, and those that its limits count by. The key
 * of a budget ends with what it counts by (`per`), and what a call cost is what its argument says.
 */
export function withoutValues(stored: StoredRecord, actor: Actor): StoredRecord {
  // Many have none, and what does not say so need not be parsed.
  if (may(actor, 'captures:read') || !holdsValues.test(stored.text)) return stored;
  return { ...stored, text: JSON.stringify(valueless(JSON.parse(stored.text))) };
}

export function shownRecord(stored: StoredRecord, actor: Actor): z.input<typeof recordShape> {
  const { id, writer, seq, text, prevMac, mac } = stored;
  const record = JSON.parse(text);
  return { id, writer, seq, record: may(actor, 'captures:read') ? record : valueless(record), prevMac, mac };
}

function valueless({ argumentValues: _values, taken, ...rest }: Partial<CallRecord>): Record<string, unknown> {
  if (taken === undefined) return rest;
  return { ...rest, taken: taken.map(({ key, family = key, windowMs, align }) => ({ key: family, windowMs, align })) };
}
