import type { Config } from '../config/index.ts';
import { type Control, idOfDeclaredMail, idOfDeclaredWebhook, storedChannels } from '../control/index.ts';
import {
  Alerts,
  type AlertsOptions,
  type Channel,
  Dispatcher,
  deliver,
  type MailServer,
  type MessageType,
  messageTypes,
  RecordFeed,
  recordReader,
} from '../notify/index.ts';
import type { Logger } from '../telemetry/index.ts';

/** Whoever is told of what happens, being told. */
export interface Notifications {
  close(): Promise<void>;
}

/**
 * The part of the composition root that tells others: what lies in the outbox, to the channels of the configuration file
 * and to those that operators have made.
 *
 * @param config the configuration in force
 * @param verify walks the chains of records
 * @param version of Toolgate, as collectors are told it
 */
export function openNotifications(
  control: Control,
  config: () => Config,
  verify: AlertsOptions['verify'],
  log: Logger,
  version: string,
): Notifications {
  const { sql, clock } = control;
  const onError = (error: unknown): void => log.error({ error }, 'messages could not be told; it is tried again');
  const fault = (error: unknown): void => log.error({ error }, 'what a receiver answered could not be taken in');
  const records = recordReader(sql);
  const dispatcher = new Dispatcher({
    sql,
    clock,
    channels: async () => [...declaredChannels(config()), ...(await storedChannels(sql, control.sealer))],
    deliver: (channel, kept, stopped) =>
      deliver(channel, kept, { clock, mail: mailServer(config()), records, version, stopped, fault }),
    open: (purpose, envelope, context) => control.sealer.open(purpose, envelope, context),
    feed: new RecordFeed(sql, clock),
    chance: Math.random,
    onError,
    onDead: (channel, type, reason) => log.warn({ channel, type, reason }, 'a message could not be told'),
    onNote: (channel, type, note) => log.warn({ channel, type, note }, 'not all of a message was taken'),
  });
  const alerts = new Alerts({ sql, clock, verify, onError });
  dispatcher.start();
  alerts.start();
  return {
    close: async () => {
      alerts.stop();
      await dispatcher.stop();
    },
  };
}

/** The channels of the configuration file. */
function declaredChannels({ webhooks, smtp }: Config): Channel[] {
  const onWeb = webhooks.flatMap(({ name, url, secret, format, headers, types, values, allowPrivate }): Channel[] => {
    const common = { id: idOfDeclaredWebhook(name), name, types: known(types), withValues: values, url, allowPrivate };
    if (format === 'slack') return [{ ...common, kind: 'slack' }];
    if (format === 'otlp') return [{ ...common, kind: 'otlp', headers: [...headers] }];
    return secret === undefined ? [] : [{ ...common, kind: 'webhook', secret }];
  });
  if (smtp === undefined) return onWeb;
  const { to, types } = smtp;
  return [...onWeb, { id: idOfDeclaredMail, name: 'smtp', kind: 'mail', types: known(types), withValues: false, to }];
}

function mailServer({ smtp }: Config): MailServer | undefined {
  if (smtp === undefined) return undefined;
  const { host, port, tls, user, password, from, ca, allowPrivate } = smtp;
  const auth = user === undefined || password === undefined ? {} : { auth: { user, password } };
  return { host, port, tls, from, allowPrivate, ...auth, ...(ca === undefined ? {} : { ca }) };
}

function known(types: readonly string[]): MessageType[] {
  return messageTypes.filter((type) => types.includes(type));
}
