import { z } from 'zod';
import { messageTypes } from '../../../notify/index.ts';
import type { declaredChannels } from '../../channels/declared-channels.ts';
import { typesOf } from '../../channels/stored-channels.ts';
import { idField, timeField } from '../../fields.ts';

export const channelKind = z.enum(['webhook', 'slack', 'mail', 'otlp']);

/** A channel that operators have made, or one of the configuration file. */
export const channelField = z.union([idField, z.string().max(200).startsWith('file:')]).describe('id, or file:<name>');

/** A channel as everybody who may sees it: neither its secret nor its address, which may be one. */
export const channelShape = z.strictObject({
  id: channelField,
  name: z.string(),
  kind: channelKind,
  types: z.array(z.enum(messageTypes)).describe('what it is told; empty: everything'),
  values: z.boolean().describe('whether it is told argument values'),
  state: z.enum(['active', 'paused']),
  origin: z.enum(['file', 'stored']).describe('file: declared by the configuration file, and read-only here'),
  createdAt: timeField.nullable().describe('null: by the file'),
  createdBy: z.string().nullable(),
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
    origin: 'stored',
    createdAt: row.created_at,
    createdBy: row.created_by,
  };
}

/** One of the configuration file, or of the environment. */
export function channelOfFile(declared: ReturnType<typeof declaredChannels>[number]): z.input<typeof channelShape> {
  const { kind, types, ...rest } = declared;
  return {
    ...rest,
    kind: channelKind.parse(kind),
    types: messageTypes.filter((type) => types.includes(type)),
    state: 'active',
    origin: 'file',
    createdAt: null,
    createdBy: null,
  };
}
