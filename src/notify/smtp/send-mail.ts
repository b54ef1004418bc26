import { openWire, type Wire, type WireOptions } from '../../egress/index.ts';
import { type Mail, writeMail } from './mail.ts';
import { SmtpReplies, type SmtpReply } from './smtp-replies.ts';

export interface SmtpOptions extends Pick<WireOptions, 'host' | 'port' | 'allowPrivate' | 'ca' | 'resolve'> {
  /**
   * `implicit`: TLS from the first byte (port 465). `starttls`: TLS or nothing. `none`: in the clear, and then without
   * credentials.
   */
  readonly tls: 'implicit' | 'starttls' | 'none';
  readonly auth?: { readonly user: string; readonly password: string };
  /** From then on nobody waits for the server. */
  readonly stopped?: AbortSignal | undefined;
  /** For all of it, in ms; 100,000 when absent. */
  readonly wholeMs?: number;
}

const connectMs = 10_000;
/** RFC 5321, 4.5.3.2 allows minutes; the queue tries again. */
const idleMs = 60_000;
/** All of it, whatever the server answers and how slowly: less than for how long a delivery is nobody else's. */
const longestMs = 100_000;

/** The server has said no. `permanent`: it will say so again. */
export class MailRefused extends Error {
  readonly permanent: boolean;

  /** @param at which step: no word of the server's, which may repeat what it was told */
  constructor(at: string, code: number) {
    super(`the mail server refused ${at} (${code})`);
    this.name = 'MailRefused';
    this.permanent = code >= 500;
  }
}

/**
 * Hands one mail to a server (RFC 5321). Credentials never cross a connection that is not encrypted; a server that does
 * not offer TLS where it is wanted is not spoken to.
 *
 * @throws MailRefused, or what the connection came to
 */
export async function sendMail(mail: Mail, options: SmtpOptions): Promise<void> {
  const bytes = writeMail(mail);
  const wire = await openWire({ ...options, tls: options.tls === 'implicit', connectMs });
  const { promise: given, reject: giveUp } = Promise.withResolvers<never>();
  const late = setTimeout(() => giveUp(new Error('the mail server takes too long')), options.wholeMs ?? longestMs);
  const stop = (): void => giveUp(new Error('the gateway has stopped'));
  options.stopped?.addEventListener('abort', stop);
  if (options.stopped?.aborted === true) stop();
  try {
    await Promise.race([handIn(mail, bytes, wire, options), given]);
  } catch (error) {
    // Not in good order: a server that reads nothing would keep it open.
    wire.socket.destroy();
    throw error;
  } finally {
    clearTimeout(late);
    options.stopped?.removeEventListener('abort', stop);
  }
}

async function handIn(mail: Mail, bytes: string, wire: Wire, options: SmtpOptions): Promise<void> {
  let conversation = new Conversation(wire);
  await conversation.expect('the connection', 220);
  let offers = await conversation.greet();
  if (options.tls === 'starttls') {
    conversation = await conversation.secured(offers);
    offers = await conversation.greet();
  }
  if (options.auth !== undefined) await conversation.authenticate(options.auth, offers);
  await conversation.say(`MAIL FROM:<${mail.from}>`, 'the sender', 250);
  for (const to of mail.to) await conversation.say(`RCPT TO:<${to}>`, 'a recipient', 250, 251);
  await conversation.say('DATA', 'the mail', 354);
  await conversation.say(`${bytes}.`, 'the mail', 250);
  // It is the server's now; whether it says goodbye is its own affair.
  conversation.leave();
}

class Conversation {
  readonly #wire: Wire;
  readonly #replies: SmtpReplies;

  constructor(wire: Wire) {
    this.#wire = wire;
    this.#replies = new SmtpReplies(wire.socket, idleMs);
    // Whoever waits for an answer hears of it; between two answers nobody does.
    wire.socket.on('error', () => undefined);
  }

  async expect(at: string, ...codes: number[]): Promise<SmtpReply> {
    const answer = await this.#replies.next();
    if (!codes.includes(answer.code)) throw new MailRefused(at, answer.code);
    return answer;
  }

  async say(line: string, at: string, ...codes: number[]): Promise<SmtpReply> {
    if (!this.#replies.empty) throw new Error('the mail server speaks unasked');
    this.#wire.socket.write(`${line}\r\n`, 'latin1');
    return this.expect(at, ...codes);
  }

  /** @returns what the server offers, in capitals */
  async greet(): Promise<readonly string[]> {
    const { lines } = await this.say('EHLO toolgate', 'the greeting', 250);
    return lines.map((line) => line.toUpperCase());
  }

  async secured(offers: readonly string[]): Promise<Conversation> {
    if (!offers.includes('STARTTLS')) throw new MailRefused('encryption', 500);
    await this.say('STARTTLS', 'encryption', 220);
    // What came behind the answer came in the clear: whoever put it there wants it to be taken for the server's word.
    if (!this.#replies.empty) throw new Error('the mail server speaks unasked');
    return new Conversation(await this.#wire.secured());
  }

  async authenticate({ user, password }: { user: string; password: string }, offers: readonly string[]): Promise<void> {
    if (!this.#wire.encrypted) throw new Error('credentials are sent over an encrypted connection only');
    const ways = offers.find((offer) => /^AUTH[ =]/.test(offer))?.split(/[ =]/) ?? [];
    const base64 = (text: string): string => Buffer.from(text).toString('base64');
    if (ways.includes('PLAIN')) {
      await this.say(`AUTH PLAIN ${base64(`\0${user}\0${password}`)}`, 'the credentials', 235);
    } else if (ways.includes('LOGIN')) {
      await this.say('AUTH LOGIN', 'the credentials', 334);
      await this.say(base64(user), 'the credentials', 334);
      await this.say(base64(password), 'the credentials', 235);
    } else throw new MailRefused('the ways to authenticate', 504);
  }

  leave(): void {
    this.#wire.socket.end('QUIT\r\n');
    this.#wire.socket.destroySoon();
  }
}
