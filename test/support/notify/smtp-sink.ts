import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, TLSSocket } from 'node:tls';
import { listening } from '../upstreams/listening.ts';

export interface SinkOptions {
  readonly tls?: { readonly key: Buffer; readonly cert: Buffer };
  readonly implicit?: boolean;
  readonly auth?: readonly string[];
  /** Says this instead of its answer to a command that begins so. */
  readonly refuse?: Readonly<Record<string, string>>;
  /** Puts more behind its answer to STARTTLS, in the clear. */
  readonly inject?: string;
}

/** A mail as it came, dots unstuffed. */
export interface SunkMail {
  readonly from: string;
  readonly to: readonly string[];
  readonly data: string;
  readonly encrypted: boolean;
}

/** An SMTP server on loopback that keeps what it is given. It knows no more of the protocol than RFC 5321 asks of it. */
export async function smtpSink(options: SinkOptions = {}) {
  const mails: SunkMail[] = [];
  const credentials: string[] = [];
  const commands: string[] = [];
  const sockets = new Set<Socket>();
  const serve = (socket: Socket, encrypted: boolean, greeted: boolean): void => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    const say = (line: string): void => void socket.write(`${line}\r\n`);
    let mail = { from: '', to: [] as string[] };
    let mode: 'command' | 'data' | 'login' = 'command';
    let unread = '';
    const command = (line: string): unknown => {
      commands.push(line);
      const refused = Object.entries(options.refuse ?? {}).find(([start]) => line.startsWith(start));
      if (refused !== undefined) return say(refused[1]);
      if (line.startsWith('EHLO ')) {
        const offers = [
          ...(options.tls !== undefined && !encrypted ? ['STARTTLS'] : []),
          ...(options.auth === undefined ? [] : [`AUTH ${options.auth.join(' ')}`]),
        ];
        return [...offers.map((offer) => `250-${offer}`), '250 8BITMIME'].forEach(say);
      }
      if (line === 'STARTTLS' && options.tls !== undefined) {
        socket.write(`220 go ahead\r\n${options.inject ?? ''}`);
        socket.removeAllListeners('data');
        const secure = new TLSSocket(socket, { isServer: true, ...options.tls });
        return serve(secure, true, true);
      }
      if (line.startsWith('AUTH PLAIN ')) {
        credentials.push(Buffer.from(line.slice(11), 'base64').toString());
        return say('235 ok');
      }
      if (line === 'AUTH LOGIN') {
        mode = 'login';
        return say('334 VXNlcm5hbWU6');
      }
      if (line.startsWith('MAIL FROM:')) {
        mail = { from: line.slice(11, -1), to: [] };
        return say('250 ok');
      }
      if (line.startsWith('RCPT TO:')) {
        mail.to.push(line.slice(9, -1));
        return say('250 ok');
      }
      if (line === 'DATA') {
        mode = 'data';
        return say('354 go on');
      }
      if (line === 'QUIT') return void socket.end('221 bye\r\n');
      return say('500 what?');
    };
    const logins: string[] = [];
    socket.on('data', (chunk: Buffer) => {
      unread += chunk.toString('latin1');
      for (;;) {
        const end = unread.indexOf(mode === 'data' ? '\r\n.\r\n' : '\r\n');
        if (end === -1) return;
        const text = unread.slice(0, end);
        unread = unread.slice(end + (mode === 'data' ? 5 : 2));
        if (mode === 'data') {
          mode = 'command';
          mails.push({ ...mail, data: text.replaceAll(/^\.\./gm, '.'), encrypted });
          say('250 kept');
        } else if (mode === 'login') {
          logins.push(Buffer.from(text, 'base64').toString());
          if (logins.length < 2) say('334 UGFzc3dvcmQ6');
          else {
            mode = 'command';
            credentials.push(logins.join('\0'));
            say('235 ok');
          }
        } else command(text);
      }
    });
    if (!greeted) say('220 sink');
  };
  const server: Server =
    options.implicit === true && options.tls !== undefined
      ? createTlsServer(options.tls, (socket) => serve(socket, true, false))
      : createServer((socket) => serve(socket, false, false));
  const port = await listening(server);
  const close = (): void => {
    server.close();
    for (const socket of sockets) socket.destroy();
  };
  return { port, mails, credentials, commands, close };
}
