import { z } from 'zod';
import { Fault } from '../../../kernel/index.ts';
import { declaredChannels } from '../../channels/declared-channels.ts';
import { defineVerb, type VerbContext } from '../../define-verb.ts';
import { idField } from '../../fields.ts';
import type { Services } from '../../services.ts';
import { channelColumns, channelField, channelOf, channelOfFile, channelShape } from './channel.ts';

/** None where no gateway runs: then nothing is known of a file. */
const ofFile = ({ declared }: Services) => declaredChannels(declared?.() ?? {}).map(channelOfFile);

export const listChannels = defineVerb({
  name: 'channel.list',
  summary: 'Lists the channels: those of the configuration file, then those that operators have made.',
  permission: 'notifications:read',
  change: false,
  input: z.strictObject({}),
  output: z.strictObject({ items: z.array(channelShape) }),
  run: async (_, { tx, services }) => {
    const stored = await tx.selectFrom('channel').select(channelColumns).orderBy('name').execute();
    return { items: [...ofFile(services), ...stored.map(channelOf)] };
  },
});

export const removeChannel = defineVerb({
  name: 'channel.remove',
  summary: 'Removes a channel. What it was to be told yet is told no more.',
  permission: 'notifications:write',
  change: true,
  input: z.strictObject({ id: channelField }),
  output: z.strictObject({}),
  run: async ({ id }, { tx, services, event }) => {
    const declared = ofFile(services).find((one) => one.id === id);
    if (declared !== undefined) {
      throw new Fault('conflict', `the configuration file declares the channel ${declared.name}: change it there`);
    }
    const gone = await tx.deleteFrom('channel').where('id', '=', id).returning('name').executeTakeFirst();
    if (gone === undefined) throw new Fault('not_found', 'there is no such channel');
    await tx.deleteFrom('delivery').where('channel', '=', id).execute();
    await tx.deleteFrom('record_feed').where('channel', '=', id).execute();
    event({ channel: id, name: gone.name });
    return {};
  },
});

/** Tells one channel something, to see whether it hears. */
export const testChannel = defineVerb({
  name: 'channel.test',
  summary: 'Tells a channel something, to see whether it hears; how it ended is in the list of deliveries.',
  permission: 'notifications:write',
  change: true,
  input: z.strictObject({ id: channelField }),
  output: z.strictObject({ delivery: idField }),
  run: async ({ id }, { tx, services, now, ids, event }: VerbContext) => {
    const found =
      ofFile(services).find((one) => one.id === id) ??
      (await tx.selectFrom('channel').select('name').where('id', '=', id).executeTakeFirst());
    if (found === undefined) throw new Fault('not_found', 'there is no such channel');
    const [message, delivery] = [ids.id(), ids.id()];
    const data = JSON.stringify({ data: { channel: found.name } });
    // It is for this channel alone, and so it is not spread.
    await tx.insertInto('outbox').values({ id: message, type: 'test', data, created_at: now, spread: 1 }).execute();
    await tx
      .insertInto('delivery')
      .values({ id: delivery, message, channel: id, state: 'waiting', due_at: now })
      .execute();
    event({ channel: id, name: found.name, delivery });
    return { delivery };
  },
});
