import { isOfRecords, type MessageType } from './message.ts';

interface CommonChannel {
  /** Id of a stored one, or `file:<name>`. */
  readonly id: string;
  readonly name: string;
  /** What it is told; empty is everything. */
  readonly types: readonly MessageType[];
  /** Whether it is told argument values, where a message has any. */
  readonly withValues: boolean;
}

/** An address on the web that is told by a signed POST. */
export interface WebhookChannel extends CommonChannel {
  readonly kind: 'webhook';
  readonly url: string;
  /** `whsec_` and base64, at least 24 bytes. */
  readonly secret: string;
  readonly allowPrivate: boolean;
}

/** An incoming webhook of Slack, or of whatever takes the same. The URL is the secret. */
export interface SlackChannel extends CommonChannel {
  readonly kind: 'slack';
  readonly url: string;
  readonly allowPrivate: boolean;
}

/** Mail, over the SMTP server of the configuration. */
export interface MailChannel extends CommonChannel {
  readonly kind: 'mail';
  readonly to: readonly string[];
}

/** A collector of OpenTelemetry: it is told of records, and of the rest as records. */
export interface OtlpChannel extends CommonChannel {
  readonly kind: 'otlp';
  /** Where each signal goes by `signalUrl`. */
  readonly url: string;
  /** Sent with every request. Secret. */
  readonly headers: readonly (readonly [string, string])[];
  readonly allowPrivate: boolean;
}

/** Where messages go. */
export type Channel = WebhookChannel | SlackChannel | MailChannel | OtlpChannel;

/** Whether a channel is to be told what is of this type. */
export function wants({ types, kind }: Pick<Channel, 'types' | 'kind'>, type: string): boolean {
  if (isOfRecords(type) && kind !== 'otlp') return false;
  return types.length === 0 || types.some((one) => one === type);
}
