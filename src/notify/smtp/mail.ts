import { hash } from 'node:crypto';

/** A mail in plain text. */
export interface Mail {
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  /** Ms since the epoch. */
  readonly time: number;
  /** The same at each attempt: who gets it twice sees it once. */
  readonly id: string;
}

const address = /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,253}[A-Za-z0-9])?$/;

/** An address that can be written into a command and a header as it is: no white space, no brackets, no quotes. */
export function isMailAddress(text: string): boolean {
  return address.test(text);
}

/**
 * The mail as it goes over the wire (RFC 5322, 2045, 2047), without the dot at its end. Whatever comes from outside is
 * in base64: there is no text that could end a header or begin one.
 *
 * @throws TypeError when an address is none
 */
export function writeMail({ from, to, subject, text, time, id }: Mail): string {
  for (const each of [from, ...to]) if (!isMailAddress(each)) throw new TypeError('a mail address is malformed');
  const domain = from.slice(from.lastIndexOf('@') + 1);
  const head = [
    `From: ${from}`,
    ...to.map((each, index) => `${index === 0 ? 'To: ' : ' '}${each}${index === to.length - 1 ? '' : ','}`),
    `Subject: ${encodedWords(subject)}`,
    `Date: ${new Date(time).toUTCString().replace('GMT', '+0000')}`,
    `Message-ID: <${hash('sha256', id, 'hex').slice(0, 32)}@${domain}>`,
    'Auto-Submitted: auto-generated',
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: base64',
  ];
  const body = Buffer.from(text)
    .toString('base64')
    .match(/.{1,76}/g) ?? [''];
  return `${[...head, '', ...body].map(stuffed).join('\r\n')}\r\n`;
}

/** A line that begins with a dot gets another one (RFC 5321, 4.5.2). */
function stuffed(line: string): string {
  return line.startsWith('.') ? `.${line}` : line;
}

/** Encoded words of at most 75 characters, cut between characters, each on a line of its own. */
function encodedWords(text: string): string {
  const words: string[] = [];
  let word = '';
  for (const character of text.slice(0, 500)) {
    if (Buffer.byteLength(word + character) > 45) {
      words.push(word);
      word = '';
    }
    word += character;
  }
  words.push(word);
  return words.map((each) => `=?utf-8?B?${Buffer.from(each).toString('base64')}?=`).join('\r\n ');
}
