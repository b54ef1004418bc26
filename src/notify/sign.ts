import { createHmac } from 'node:crypto';

const prefix = 'whsec_';

/** @returns the key of a webhook's secret, or `undefined` when it is none: `whsec_` and the base64 of 24 to 64 bytes */
export function webhookKey(secret: string): Buffer | undefined {
  if (!/^whsec_[A-Za-z0-9+/]+={0,2}$/.test(secret)) return undefined;
  const key = Buffer.from(secret.slice(prefix.length), 'base64');
  return key.length >= 24 && key.length <= 64 ? key : undefined;
}

/**
 * The headers of a webhook (standardwebhooks.com, version 1): the signature covers id, time and body, so that none of
 * them can be exchanged, and an old one cannot be sent again unnoticed.
 *
 * @param seconds of this attempt, since the epoch
 * @returns names and values in turn
 */
export function webhookHeaders(key: Uint8Array, id: string, seconds: number, body: string): string[] {
  const signature = createHmac('sha256', key).update(`${id}.${seconds}.${body}`).digest('base64');
  return ['webhook-id', id, 'webhook-timestamp', String(seconds), 'webhook-signature', `v1,${signature}`];
}
