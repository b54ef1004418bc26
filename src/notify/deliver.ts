import type { Resolve } from '../egress/index.ts';
import { assertNever, type Clock } from '../kernel/index.ts';
import type { Channel } from './channel.ts';
import type { Kept } from './message.ts';
import { post } from './post.ts';
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
  /** In place of the system's resolver; for tests. */
  readonly resolve?: Resolve;
}

/** How an attempt ended. Reasons name no address and no secret. */
export type Attempt =
  | { readonly ok: true }
  | {
      readonly ok: false;
      readonly reason: string;
      /** It would be refused again. */
      readonly final: boolean;
    };

/** Tells one channel one message, once. Never throws for what the other side does. */
export async function deliver(channel: Channel, kept: Kept, options: DeliverOptions): Promise<Attempt> {
  try {
    return channel.kind === 'mail' ? await byMail(channel, kept, options) : await byPost(channel, kept, options);
  } catch (error) {
    const final = error instanceof MailRefused && error.permanent;
    return { ok: false, reason: reasonOf(error), final };
  }
}

async function byPost(
  channel: Exclude<Channel, { kind: 'mail' }>,
  kept: Kept,
  options: DeliverOptions,
): Promise<Attempt> {
  const { allowPrivate } = channel;
  const { clock, resolve } = options;
  const dial = { allowPrivate, clock, ...(resolve === undefined ? {} : { resolve }) };
  let status: number;
  switch (channel.kind) {
    case 'webhook': {
      const key = webhookKey(channel.secret);
      if (key === undefined) return { ok: false, reason: 'the secret of the channel is none', final: true };
      const body = webhookBody(kept, channel.withValues);
      const headers = webhookHeaders(key, kept.id, Math.floor(clock.now() / 1_000), body);
      status = await post(channel.url, headers, body, dial);
      break;
    }
    case 'slack':
      status = await post(channel.url, [], slackBody(kept), dial);
      break;
    default:
      return assertNever(channel);
  }
  if (status >= 200 && status < 300) return { ok: true };
  // 410 is how a receiver says that it is gone for good.
  return { ok: false, reason: `the receiver answered with status ${status}`, final: status === 410 };
}

async function byMail(
  channel: Extract<Channel, { kind: 'mail' }>,
  kept: Kept,
  options: DeliverOptions,
): Promise<Attempt> {
  const { mail: server, resolve } = options;
  if (server === undefined) return { ok: false, reason: 'the configuration names no mail server', final: false };
  const { from, ...smtp } = server;
  const { time, id } = kept;
  const mail = { from, to: channel.to, ...mailText(kept), time, id: `${id}/${channel.id}` };
  await sendMail(mail, { ...smtp, ...(resolve === undefined ? {} : { resolve }) });
  return { ok: true };
}

function reasonOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string')
    return `the receiver cannot be reached (${error.code})`;
  return error instanceof Error ? error.message : 'the receiver cannot be reached';
}
