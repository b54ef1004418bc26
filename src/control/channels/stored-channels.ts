import type { Channel, MessageType } from '../../notify/index.ts';
import { messageTypes } from '../../notify/index.ts';
import type { Sql } from '../../store/index.ts';
import type { Sealer } from '../sealer.ts';

/** What is kept sealed of a channel: where it is, which may be all that protects it, and what signs or is sent along. */
export function channelContext(id: string, field: 'target' | 'secret'): string {
  return `default/channel/${id}/${field}`;
}

/** The channels that operators have made, ready to be told. */
export async function storedChannels(sql: Sql, sealer: Pick<Sealer, 'open'>): Promise<Channel[]> {
  const rows = await sql.selectFrom('channel').selectAll().where('state', '=', 'active').execute();
  return rows.flatMap(({ id, name, kind, target, secret, types, with_values: values }): Channel[] => {
    const open = (envelope: string, field: 'target' | 'secret'): string =>
      sealer.open('channel', envelope, channelContext(id, field)).toString('utf8');
    const common = { id, name, types: typesOf(types), withValues: values === 1 };
    const where = open(target, 'target');
    // Who may make a channel must not reach by it what stands beside the gateway.
    if (kind === 'slack') return [{ ...common, kind, url: where, allowPrivate: false }];
    if (kind === 'mail') return [{ ...common, kind, to: JSON.parse(where) as string[] }];
    if (kind === 'otlp') {
      const headers = secret === null ? {} : (JSON.parse(open(secret, 'secret')) as Record<string, string>);
      return [{ ...common, kind, url: where, headers: Object.entries(headers), allowPrivate: false }];
    }
    if (kind !== 'webhook' || secret === null) return [];
    return [{ ...common, kind, url: where, secret: open(secret, 'secret'), allowPrivate: false }];
  });
}

/** @param text as it is stored: a JSON list */
export function typesOf(text: string): MessageType[] {
  const named = new Set<unknown>(JSON.parse(text));
  return messageTypes.filter((type) => named.has(type));
}
