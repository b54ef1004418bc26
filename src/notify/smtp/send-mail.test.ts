import { readFileSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { type SinkOptions, smtpSink } from '../../../test/support/notify/smtp-sink.ts';
import { listening } from '../../../test/support/upstreams/listening.ts';
import { isMailAddress, type Mail, writeMail } from './mail.ts';
import { type SmtpOptions, sendMail } from './send-mail.ts';

const pem = (name: string): Buffer => readFileSync(new URL(`../../../test/support/tls/${name}.pem`, import.meta.url));
const tls = { key: pem('key'), cert: pem('certificate') };
const mail: Mail = {
  from: 'toolgate@example.com',
  to: ['ops@example.com', 'second@example.com'],
  subject: 'Größe\r\nBcc: everybody@example.com',
  text: '.\r\n.\r\nthree lines\n',
  time: Date.UTC(2026, 4, 1),
  id: 'm1',
};
const open: { close(): void }[] = [];
afterEach(() => {
  for (const one of open.splice(0)) one.close();
});

async function sent(sinkOptions: SinkOptions, options: Partial<SmtpOptions> = {}) {
  const sink = await smtpSink(sinkOptions);
  open.push(sink);
  const result = sendMail(mail, {
    host: 'localhost',
    port: sink.port,
    allowPrivate: true,
    tls: 'none',
    ca: tls.cert.toString(),
    ...options,
  });
  return { sink, result };
}

const connectionsOf = (server: Server): Promise<number> =>
  new Promise((resolve) => server.getConnections((_error, count) => resolve(count)));

/** The mail's text, decoded by what RFC 2045 says. */
const textOf = (data: string): string =>
  Buffer.from(data.split('\r\n\r\n').slice(1).join('').replaceAll('\r\n', ''), 'base64').toString();

/** Whatever could end a line, a header or a text, hide, or turn. */
const nasty = fc.constantFrom(...Array.from('ab<>&=?.:"\\ \r\n\0\t\u2028\u202e\u200b\ud800é漢😀'));

describe('a mail', () => {
  it('arrives with its text to the byte, and in nobody’s box but theirs', async () => {
    const { sink, result } = await sent({});
    await result;
    expect(sink.mails).toHaveLength(1);
    const [one] = sink.mails;
    expect(one).toMatchObject({ from: mail.from, to: mail.to, encrypted: false });
    expect(textOf(one?.data ?? '')).toBe(mail.text);
    expect(one?.data).not.toMatch(/^Bcc/im);
    expect(one?.data.split('\r\n').every((line) => line.length <= 78)).toBe(true);
  });

  it.each<[string, SinkOptions, Partial<SmtpOptions>]>([
    ['by STARTTLS', { tls, auth: ['PLAIN', 'LOGIN'] }, { tls: 'starttls' }],
    ['by TLS from the start', { tls, implicit: true, auth: ['PLAIN'] }, { tls: 'implicit' }],
    ['with AUTH LOGIN', { tls, auth: ['LOGIN'] }, { tls: 'starttls' }],
  ])('goes encrypted with credentials %s', async (_, sinkOptions, options) => {
    const { sink, result } = await sent(sinkOptions, { ...options, auth: { user: 'u', password: 'p:\0x' } });
    await result;
    expect(sink.mails[0]?.encrypted).toBe(true);
    expect(sink.credentials[0]).toMatch(/u\0p:\0x$/);
  });

  it('is not sent where TLS is wanted and not offered', async () => {
    const { sink, result } = await sent({}, { tls: 'starttls', auth: { user: 'u', password: 'secret' } });
    await expect(result).rejects.toThrow('encryption');
    expect(sink.commands).toEqual(['EHLO toolgate']);
  });

  it('is not sent with credentials in the clear, nor to who cannot be verified', async () => {
    const clear = await sent({ auth: ['PLAIN'] }, { auth: { user: 'u', password: 'secret' } });
    await expect(clear.result).rejects.toThrow('encrypted');
    expect(clear.sink.credentials).toEqual([]);
    const sink = await smtpSink({ tls });
    open.push(sink);
    const unverified = sendMail(mail, { host: 'localhost', port: sink.port, allowPrivate: true, tls: 'starttls' });
    await expect(unverified).rejects.toMatchObject({ code: expect.stringMatching(/SELF_SIGNED|UNABLE_TO_VERIFY/) });
    expect(sink.mails).toEqual([]);
  });

  it('is not sent when something was slipped in before the encryption', async () => {
    const { sink, result } = await sent({ tls, inject: '250 injected\r\n' }, { tls: 'starttls' });
    await expect(result).rejects.toThrow();
    expect(sink.mails).toEqual([]);
  });

  it.each<[string, boolean]>([
    ['550 no such user', true],
    ['451 later', false],
  ])('that is refused with %s is refused for good: %s', async (answer, permanent) => {
    const { result } = await sent({ refuse: { 'RCPT TO:': answer } });
    await expect(result).rejects.toMatchObject({ name: 'MailRefused', permanent });
  });

  it.each<[string, Partial<SmtpOptions>]>([
    ['there is no time left', { wholeMs: 100 }],
    ['the gateway stops', { stopped: AbortSignal.abort() }],
  ])('is not waited for when %s, whatever the server goes on saying, and however', async (_, options) => {
    const sockets = new Set<Socket>();
    // A server that is never silent for long, and never done.
    const server = createServer((socket) => {
      sockets.add(socket);
      const dripping = setInterval(() => socket.write('2'), 5);
      socket
        .on('error', () => undefined)
        .on('close', () => {
          clearInterval(dripping);
          sockets.delete(socket);
        });
    });
    open.push({ close: () => server.close() });
    const port = await listening(server);
    const result = sendMail(mail, { host: 'localhost', port, allowPrivate: true, tls: 'none', ...options });
    await expect(result).rejects.toThrow(/takes too long|has stopped/);
    // Nothing is left open.
    while (sockets.size > 0 || (await connectionsOf(server)) > 0) await new Promise(setImmediate);
  });

  it('goes to no address that is not public unless it may, however that is written', async () => {
    const { sink, result } = await sent({}, { allowPrivate: false });
    await expect(result).rejects.toMatchObject({ name: 'AddressRefused' });
    // No URL's parser has read these: each is for the resolver to understand, or for nobody.
    const spellings = [
      '127.1',
      '2130706433',
      '0x7f.1',
      '0177.0.0.1',
      '0',
      '',
      '::1',
      '::',
      '::ffff:127.0.0.1',
      '::127.0.0.1',
    ];
    const others = [
      '::1%lo',
      'fe80::1%lo',
      '64:ff9b::7f00:1',
      '2002:7f00:1::',
      '[::1]',
      '127.0.0.1.',
      '127.0.0.1\0.example',
    ];
    for (const host of [...spellings, ...others]) {
      const options = { host, port: sink.port, allowPrivate: false, tls: 'none' } as const;
      await expect(sendMail(mail, options), JSON.stringify(host)).rejects.toThrow();
    }
    expect(sink.commands).toEqual([]);
  });
});

describe('what stands in a mail', () => {
  it('cannot begin a header, end the text or be another recipient', () => {
    const text = fc.string({ unit: nasty, maxLength: 300 });
    fc.assert(
      fc.property(text, text, (subject, body) => {
        const written = writeMail({ ...mail, subject, text: body });
        const [head = '', ...rest] = written.split('\r\n\r\n');
        const names = head
          .split('\r\n')
          .filter((line) => !line.startsWith(' '))
          .map((line) => line.split(':')[0]);
        expect(names).toEqual([
          'From',
          'To',
          'Subject',
          'Date',
          'Message-ID',
          'Auto-Submitted',
          'MIME-Version',
          'Content-Type',
          'Content-Transfer-Encoding',
        ]);
        expect(written).not.toMatch(/(^|\r\n)\.\r\n/);
        expect(Buffer.from(rest.join('').replaceAll('\r\n', ''), 'base64').toString()).toBe(
          Buffer.from(body).toString(),
        );
      }),
    );
  });

  it.each(['', 'a', 'a@', '@b', 'a@b\r\nRCPT TO:<c@d>', 'a b@c', '<a@b>', 'a@b>', 'a@b,c@d', 'ä@b', '"a"@b', 'a@-b'])(
    '%j is no address',
    (text) => {
      expect(isMailAddress(text)).toBe(false);
      expect(() => writeMail({ ...mail, to: [text] })).toThrow(TypeError);
    },
  );
});
