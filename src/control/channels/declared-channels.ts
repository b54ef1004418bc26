import type { DeclaredConfig } from '../services.ts';

/** The mail server of the configuration file, as a channel. No name of a webhook has a colon in it. */
export const idOfDeclaredMail = 'file:smtp:';

/** @param name of a webhook of the configuration file */
export const idOfDeclaredWebhook = (name: string): string => `file:${name}`;

/** The channels of the configuration file, as everybody who may sees them: neither their secrets nor their addresses. */
export function declaredChannels({ webhooks = [], smtp }: Pick<DeclaredConfig, 'webhooks' | 'smtp'>) {
  const onWeb = webhooks.map(({ name, format, types, values }) => ({
    id: idOfDeclaredWebhook(name),
    name,
    kind: format === 'standard' ? 'webhook' : format,
    types,
    values,
  }));
  if (smtp === undefined) return onWeb;
  return [...onWeb, { id: idOfDeclaredMail, name: 'smtp', kind: 'mail', types: smtp.types, values: false }];
}
