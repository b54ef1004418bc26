import { z } from 'zod';
import { outcomes } from '../../kernel/index.ts';

const times = {
  since: z.coerce.number().int().optional().describe('arrived at or after, ms since the epoch'),
  until: z.coerce.number().int().optional().describe('arrived before, ms since the epoch'),
};

/** By what calls are looked for. All that are given must hold. */
export const callFilterFields = {
  grant: z.string().max(200).optional().describe('id or label'),
  server: z.string().max(64).optional(),
  tool: z.string().max(2_000).optional().describe('tool, prompt or resource'),
  outcome: z.enum(outcomes).optional(),
  code: z.string().max(64).optional(),
  ...times,
};

/** By what events are looked for. */
export const eventFilterFields = {
  event: z.string().max(64).optional().describe('such as grant.create'),
  ...times,
};

/** A filter, of calls or of events. */
export interface RecordFilter {
  readonly kind: 'call' | 'event';
  readonly grant?: string | undefined;
  readonly server?: string | undefined;
  readonly tool?: string | undefined;
  readonly outcome?: string | undefined;
  readonly code?: string | undefined;
  readonly event?: string | undefined;
  readonly since?: number | undefined;
  readonly until?: number | undefined;
}
