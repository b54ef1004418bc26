import { upstreamUrl } from './addresses.ts';
import { listOf, object, optional, required } from './collections.ts';
import { headersShape } from './headers-shape.ts';
import { pemFile } from './pem-file.ts';
import { flag, integer, textAs, textLike, wordOf } from './scalars.ts';
import { placed } from './shape.ts';

/** What may be told; the room that tells has the same list, and its tests hold the two together. */
const toldTypes = [
  'definitions.waiting',
  'denials.spike',
  'chain.broken',
  'grant.expiring',
  'approval.waiting',
  'kill.set',
  'kill.lifted',
  'message.received',
  'records.calls',
  'records.events',
  'records.spans',
  'test',
] as const;

const types = optional(listOf(wordOf(toldTypes)), 'What is told; everything when absent.', Object.freeze([]));
const channelName = textLike('a name of letters, digits, - and _', /^[A-Za-z0-9][A-Za-z0-9_-]{0,49}$/);

/** `whsec_` and the base64 of 24 to 64 bytes (standardwebhooks.com). */
const webhookSecret = textAs('whsec_ and the base64 of 24 to 64 random bytes', (text) => {
  if (!/^whsec_[A-Za-z0-9+/]+={0,2}$/.test(text)) return undefined;
  const { length } = Buffer.from(text.slice('whsec_'.length), 'base64');
  return length >= 24 && length <= 64 ? text : undefined;
});

const mailAddress = textLike(
  'a mail address',
  /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,253}[A-Za-z0-9])?$/,
);

/** Addresses on the web that are told of what happens. */
export const webhooksShape = listOf(
  placed(
    object({
      name: required(channelName, 'How logs and lists know it.'),
      url: required(upstreamUrl, 'Where it is told by a POST. Secret where it carries a token.'),
      secret: optional(webhookSecret, 'Signs what is told. Needed where the format is standard.', undefined),
      format: optional(
        wordOf(['standard', 'slack', 'otlp']),
        'Standard Webhooks, an incoming webhook of Slack, or a collector of OpenTelemetry, which is told of every record.',
        'standard' as const,
        'standard',
      ),
      headers: optional(headersShape, 'Sent to a collector with every request. Secret.', new Map<string, string>()),
      types,
      values: optional(flag, 'Argument values are told, where a message has any.', false, false),
      allowPrivate: optional(flag, 'The address may be private or loopback.', false, false),
    }),
  ),
);

/** The server that takes mail, and whom it is for. */
export const smtpShape = object({
  host: required(
    textLike('a host name or address', /^[A-Za-z0-9.:-]{1,253}$/),
    'Name, as it stands in its certificate.',
  ),
  port: optional(integer(1, 65_535), 'Port.', 587, 587),
  tls: optional(
    wordOf(['starttls', 'implicit', 'none']),
    'TLS that must be offered, TLS from the first byte, or none, and then no user.',
    'starttls' as const,
    'starttls',
  ),
  user: optional(textLike('a string without line ends', /^[^\r\n\0]{1,256}$/), 'User.', undefined),
  password: optional(textLike('a string without line ends', /^[^\r\n\0]{1,1024}$/), 'Password. Secret.', undefined),
  from: required(mailAddress, 'Sender.'),
  to: required(listOf(mailAddress, 1), 'Who gets mail.'),
  types,
  ca: optional(pemFile, 'PEM file: certificates to trust besides those of the system.', undefined),
  allowPrivate: optional(flag, 'The address may be private or loopback.', false, false),
});
