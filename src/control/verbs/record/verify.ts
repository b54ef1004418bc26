import { z } from 'zod';
import { Fault } from '../../../kernel/index.ts';
import { defineVerb } from '../../define-verb.ts';

const head = z.strictObject({
  writer: z.string().regex(/^[0-9a-z-]{1,64}$/, 'must be the name of a writer, as `audit.heads` gives it'),
  seq: z.number().int().min(0),
  mac: z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 hexadecimal digits'),
});

/** Walks every chain, as `toolgate audit verify` does. */
export const verifyRecords = defineVerb({
  name: 'audit.verify',
  summary:
    'Walks every chain and names each record that is not as it was written. Heads kept elsewhere prove a cut tail.',
  permission: 'events:read',
  change: false,
  input: z.strictObject({ heads: z.array(head).max(1_000).default([]).describe('as `audit.heads` gave them') }),
  output: z.strictObject({
    writers: z.array(head.extend({ records: z.number().int() })),
    findings: z.array(
      z.strictObject({ writer: z.string(), seq: z.number().int(), problem: z.string(), detail: z.string() }),
    ),
  }),
  run: async ({ heads }, { services }) => {
    if (services.verify === undefined) throw new Fault('store_unavailable', 'nothing here can walk the chains');
    const given = heads.map(({ writer, seq, mac }) => ({ writer, seq, mac: Buffer.from(mac, 'hex') }));
    const { writers, findings } = await services.verify(given).catch(withoutKey);
    return {
      writers: writers.map(({ writer, records, head: { seq, mac } }) => ({
        writer,
        records,
        seq,
        mac: Buffer.from(mac).toString('hex'),
      })),
      findings: [...findings],
    };
  },
});

/** By name: it may come from another thread. */
function withoutKey(error: unknown): never {
  if (error instanceof Error && error.name === 'SealError') throw new Fault('store_unavailable', error.message, error);
  throw error;
}
