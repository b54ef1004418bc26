import { z } from 'zod';
import { messageTypes } from '../../../notify/index.ts';
import { typesOf } from '../../channels/stored-channels.ts';
import { idField, timeField } from '../../fields.ts';

export const channelKind = z.enum(['webhook', 'slack', 'mail', 'otlp']);

/** A channel as everybody who may sees it: neither its secret nor its address, which may be one. */
export const channelShape = z.strictObject({
  id: idField,
  name: z.string(),
  kind: channelKind,
  types: z.array(z.enum(messageTypes)).describe('what it is told; empty: everything'),
  values: z.boolean().describe('whether it is told argument values'),
  state: z.enum(['active', 'paused']),
  createdAt: timeField,
  createdBy: z.string(),
});

interface ChannelRow {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly types: string;
  readonly with_values: number;
  readonly state: string;
  readonly created_at: number;
  readonly created_by: string;
}

export const channelColumns = [
  'id',
  'name',
  'kind',
  'types',
  'with_values',
  'state',
  'created_at',
  'created_by',
] as const;

export function channelOf(row: ChannelRow): z.input<typeof channelShape> {
  return {
    id: row.id,
    name: row.name,
    kind: channelKind.parse(row.kind),
    types: typesOf(row.types),
    values: row.with_values === 1,
    state: row.state === 'active' ? 'active' : 'paused',
    createdAt: row.created_at,
    createdBy: row.created_by,
  };
}
