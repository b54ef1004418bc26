import type { Socket } from 'node:net';

const mostBytes = 64 * 1024;

/** What an SMTP server answers: replies of one or more lines. */
export interface SmtpReply {
  /** Three digits. */
  readonly code: number;
  /** The text of each line, without its code. */
  readonly lines: readonly string[];
}

/** Reads answers from a socket, one at a time. */
export class SmtpReplies {
  readonly #socket: Socket;
  readonly #idleMs: number;
  #unread = '';

  constructor(socket: Socket, idleMs: number) {
    this.#socket = socket;
    this.#idleMs = idleMs;
  }

  /** Whether nothing has come that was not asked for. */
  get empty(): boolean {
    return this.#unread === '' && this.#socket.readableLength === 0;
  }

  /** @throws Error when the connection ends, or says nothing for too long, or nonsense */
  async next(): Promise<SmtpReply> {
    const lines: string[] = [];
    for (;;) {
      const line = await this.#line();
      const [, digits = '', more = '', text = ''] = /^([2-5]\d\d)([ -]|$)(.*)$/.exec(line) ?? [];
      if (digits === '') throw new Error('the mail server does not speak SMTP');
      lines.push(text);
      if (more !== '-') return { code: Number(digits), lines };
      if (lines.length > 100) throw new Error('the mail server answers without an end');
    }
  }

  async #line(): Promise<string> {
    for (;;) {
      const end = this.#unread.indexOf('\n');
      if (end !== -1) {
        const line = this.#unread.slice(0, end).replace(/\r$/, '');
        this.#unread = this.#unread.slice(end + 1);
        return line;
      }
      if (this.#unread.length > mostBytes) throw new Error('the mail server answers without an end');
      this.#unread += await this.#chunk();
    }
  }

  #chunk(): Promise<string> {
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    const socket = this.#socket;
    const late = setTimeout(() => reject(new Error('the mail server does not answer')), this.#idleMs);
    const read = (): void => {
      const bytes: Buffer | null = socket.read();
      if (bytes !== null) resolve(bytes.toString('latin1'));
    };
    const ended = (): void => reject(new Error('the mail server has closed the connection'));
    socket.on('readable', read).on('end', ended).on('close', ended).on('error', reject);
    read();
    return promise.finally(() => {
      clearTimeout(late);
      socket.off('readable', read).off('end', ended).off('close', ended).off('error', reject);
    });
  }
}
