import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { Fault } from '../../../kernel/index.ts';
import { beginFeeds, isMailAddress, isOfRecords, messageTypes } from '../../../notify/index.ts';
import { channelContext } from '../../channels/stored-channels.ts';
import { defineVerb } from '../../define-verb.ts';
import { nameField } from '../../fields.ts';
import { wrongField } from '../../input-fault.ts';
import { headersField } from '../../registry/server-fields.ts';
import { channelKind, channelOf, channelShape } from './channel.ts';

/** Makes a channel. The secret that signs a webhook is in this answer and nowhere else. */
export const createChannel = defineVerb({
  name: 'channel.create',
  summary:
    'Makes a channel: a signed webhook, a chat, mail, or a collector of OpenTelemetry. The secret of a webhook is shown in this answer only.',
  permission: 'notifications:write',
  change: true,
  input: z.strictObject({
    name: nameField,
    kind: channelKind,
    url: z.string().max(2_000).optional().describe('of a webhook, chat or collector: https, on a public address'),
    to: z.array(z.string().max(320)).min(1).max(20).optional().describe('addresses that get mail'),
    headers: headersField.optional().describe('sent to a collector with every request; kept sealed'),
    types: z.array(z.enum(messageTypes)).default([]).describe('what it is told; empty: everything'),
    values: z.boolean().default(false).describe('whether a webhook or collector is told argument values'),
  }),
  output: z.strictObject({ channel: channelShape, secret: z.string().nullable().describe('whsec_…; shown once') }),
  run: async ({ name, kind, url, to, headers, types, values }, { tx, actor, now, ids, seal, event }) => {
    const target = kind === 'mail' ? addresses(to, url) : address(url, to);
    if (values && kind !== 'webhook' && kind !== 'otlp') {
      throw wrongField('values', 'are told to signed webhooks and collectors only');
    }
    if (headers !== undefined && kind !== 'otlp') throw wrongField('headers', 'are sent to collectors only');
    if (kind !== 'otlp' && types.some(isOfRecords)) throw wrongField('types', 'records are told to collectors only');
    const taken = await tx.selectFrom('channel').select('id').where('name', '=', name).executeTakeFirst();
    if (taken !== undefined) throw new Fault('conflict', 'there is a channel of this name');
    const id = ids.id();
    const secret = kind === 'webhook' ? `whsec_${randomBytes(32).toString('base64')}` : null;
    const kept = headers === undefined ? secret : JSON.stringify(headers);
    const shown = {
      id,
      name,
      kind,
      types: JSON.stringify(types),
      with_values: values ? 1 : 0,
      state: 'active',
      created_at: now,
      created_by: `${actor.kind}:${actor.id}`,
    };
    const sealed = {
      target: seal.seal('channel', target, channelContext(id, 'target')),
      secret: kept === null ? null : seal.seal('channel', kept, channelContext(id, 'secret')),
    };
    await tx
      .insertInto('channel')
      .values({ ...shown, ...sealed })
      .execute();
    if (kind === 'otlp') await beginFeeds(tx, id);
    // None chosen is no filter, and would read as if nothing were told.
    event({ channel: id, name, kind, types: types.length === 0 ? 'everything' : types, values });
    return { channel: channelOf(shown), secret };
  },
});

function address(url: string | undefined, to: readonly string[] | undefined): string {
  if (to !== undefined) throw wrongField('to', 'belongs to mail');
  const parsed = url === undefined ? null : URL.parse(url);
  if (parsed?.protocol !== 'https:' || parsed.username !== '' || parsed.password !== '' || parsed.hash !== '') {
    throw wrongField('url', 'must be an https URL without user name, password and fragment');
  }
  return parsed.href;
}

function addresses(to: readonly string[] | undefined, url: string | undefined): string {
  if (url !== undefined) throw wrongField('url', 'belongs to webhooks, chats and collectors');
  if (to === undefined || !to.every(isMailAddress)) throw wrongField('to', 'must be mail addresses');
  return JSON.stringify(to);
}
