import { AddressRefused, type Resolve } from '../egress/index.ts';
import { assertNever, type Clock } from '../kernel/index.ts';
import type { Channel } from './channel.ts';
import type { Kept } from './message.ts';
import { deliverOtlp, type ReadRecords } from './otlp/deliver-otlp.ts';
import { type PostOptions, type PostResponse, post } from './post.ts';
import { readRetryAfter } from './read-retry-after.ts';
import { mailText, slackBody, webhookBody } from './render.ts';
import { webhookHeaders, webhookKey } from './sign.ts';
import { MailRefused, type SmtpOptions, sendMail } from './smtp/send-mail.ts';

/** Where mail is handed in, and whose it is. */
export interface MailServer extends SmtpOptions {
  readonly from: string;
}

export interface DeliverOptions {
  readonly clock: Clock;
  /** Absent: no mail can be sent. */
  readonly mail: MailServer | undefined;
  /** Reads what collectors are told of. */
  readonly records: ReadRecords;
  /** Of Toolgate, for collectors. */
  readonly version: string;
  /** Whoever waits for an answer then gives up. */
  readonly stopped?: AbortSignal | undefined;
  /** As {@link PostOptions} has it. */
  readonly fault: PostOptions['fault'];
  /** In place of the system's resolver; for tests. */
  readonly resolve?: Resolve;
}

/** How an attempt ended. Reasons name no address and no secret. */
export type Delivery =
  | {
      readonly ok: true;
      /** What the operator should know of it. */
      readonly note?: string;
    }
  | {
      readonly ok: false;
      readonly reason: string;
      /** It would be refused again. */
      readonly final: boolean;
      /** The receiver asks to be left alone for so long. */
      readonly retryAfterMs?: number;
    };

/** Tells one channel one message, once. Never throws for what the other side does. */
export async function deliver(channel: Channel, kept: Kept, options: DeliverOptions): Promise<Delivery> {
  try {
    switch (channel.kind) {
      case 'mail':
        return await byMail(channel, kept, options);
      case 'otlp':
        return await deliverOtlp(channel, kept, options);
      default:
        return await byPost(channel, kept, options);
    }
  } catch (error) {
    const final = error instanceof MailRefused && error.permanent;
    return { ok: false, reason: reasonOf(error), final };
  }
}

async function byPost(
  channel: Exclude<Channel, { kind: 'mail' | 'otlp' }>,
  kept: Kept,
  options: DeliverOptions,
): Promise<Delivery> {
  const { allowPrivate } = channel;
  const { clock, fault, stopped, resolve } = options;
  const dial = { allowPrivate, clock, fault, stopped, ...(resolve === undefined ? {} : { resolve }) };
  let answer: PostResponse;
  switch (channel.kind) {
    case 'webhook': {
      const key = webhookKey(channel.secret);
      if (key === undefined) return { ok: false, reason: 'the secret of the channel is none', final: true };
      const body = webhookBody(kept, channel.withValues);
      const headers = webhookHeaders(key, kept.id, Math.floor(clock.now() / 1_000), body);
      answer = await post(channel.url, headers, body, dial);
      break;
    }
    case 'slack':
      answer = await post(channel.url, [], slackBody(kept), dial);
      break;
    default:
      return assertNever(channel);
  }
  const { status, retryAfter } = answer;
  if (status >= 200 && status < 300) return { ok: true };
  const asked = readRetryAfter(retryAfter, clock.now());
  // 410 is how a receiver says that it is gone for good.
  const failed = { ok: false, reason: `the receiver answered with status ${status}`, final: status === 410 } as const;
  return asked === undefined ? failed : { ...failed, retryAfterMs: asked };
}

async function byMail(
  channel: Extract<Channel, { kind: 'mail' }>,
  kept: Kept,
  options: DeliverOptions,
): Promise<Delivery> {
  const { mail: server, stopped, resolve } = options;
  if (server === undefined) return { ok: false, reason: 'the configuration names no mail server', final: false };
  const { from, ...smtp } = server;
  const { time, id } = kept;
  const mail = { from, to: channel.to, ...mailText(kept), time, id: `${id}/${channel.id}` };
  await sendMail(mail, { ...smtp, stopped, ...(resolve === undefined ? {} : { resolve }) });
  return { ok: true };
}

function reasonOf(error: unknown): string {
  if (error instanceof AddressRefused) {
    return 'the receiver has an address that is not public: the configuration file can allow that for its channels (allowPrivate)';
  }
  if (error instanceof Error && 'code' in error && typeof error.code === 'string')
    return `the receiver cannot be reached (${error.code})`;
  return error instanceof Error ? error.message : 'the receiver cannot be reached';
}
