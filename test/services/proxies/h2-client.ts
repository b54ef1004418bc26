import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect, type TLSSocket } from 'node:tls';

/** What came back on one stream. */
export interface H2Answer {
  /** `undefined` when no head came. */
  readonly status: number | undefined;
  readonly body: string;
}

/** A frame of HTTP/2 (RFC 9113, section 4.1), to be sent as it stands. */
export interface Frame {
  readonly type: number;
  readonly flags?: number;
  readonly payload: Buffer;
}

export const data = 0;
export const headers = 1;
export const continuation = 9;
export const endStream = 1;
export const endHeaders = 4;
export const padded = 8;

const settings = 4;
const ping = 6;
const goAway = 7;
const windowUpdate = 8;
const resetStream = 3;

/** What the proxies of the tests show: it is its own authority. */
export const certificate = readFileSync(join(import.meta.dirname, '../../support/tls/certificate.pem'));

/**
 * An HTTP/2 client that knows no better: it sends whatever it is given, in frames and header fields that no library would
 * write. One request after the other, each on a stream of its own.
 */
export class H2Client {
  readonly #socket: TLSSocket;
  #buffered = Buffer.alloc(0);
  #stream = 1;
  readonly #streams = new Map<number, { status: number | undefined; pieces: Buffer[]; done: () => void }>();
  /** Set when the other side reads no further. */
  #over = false;

  private constructor(socket: TLSSocket) {
    this.#socket = socket;
    socket.on('data', (bytes: Buffer) => this.#read(bytes));
    socket.on('error', () => undefined);
    socket.on('close', () => this.#end());
  }

  static async open(port: number): Promise<H2Client> {
    const socket = connect({
      port,
      host: '127.0.0.1',
      servername: 'localhost',
      ca: certificate,
      checkServerIdentity: () => undefined,
      ALPNProtocols: ['h2'],
    });
    socket.setNoDelay(true);
    await once(socket, 'secureConnect');
    if (socket.alpnProtocol !== 'h2') throw new Error('the proxy speaks no HTTP/2');
    const client = new H2Client(socket);
    socket.write('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
    // No table of header fields, so that each field of an answer can be read by itself.
    client.#write(0, { type: settings, payload: Buffer.from([0, 1, 0, 0, 0, 0]) });
    return client;
  }

  /** Sends a request's frames and waits until its stream, or the connection, has come to an end. */
  request(frames: readonly Frame[]): Promise<H2Answer> {
    const stream = this.#stream;
    this.#stream += 2;
    return new Promise((resolve) => {
      const entry = { status: undefined, pieces: [] as Buffer[], done: () => {} };
      const waiting = setTimeout(() => entry.done(), 10_000);
      entry.done = () => {
        clearTimeout(waiting);
        this.#streams.delete(stream);
        resolve({ status: entry.status, body: Buffer.concat(entry.pieces).toString() });
      };
      this.#streams.set(stream, entry);
      if (this.#over) entry.done();
      else {
        this.#socket.cork();
        for (const frame of frames) this.#write(stream, frame);
        this.#socket.uncork();
      }
    });
  }

  close(): void {
    this.#socket.destroy();
  }

  #write(stream: number, { type, flags = 0, payload }: Frame): void {
    const head = Buffer.alloc(9);
    head.writeUIntBE(payload.length, 0, 3);
    head[3] = type;
    head[4] = flags;
    head.writeUInt32BE(stream, 5);
    this.#socket.write(Buffer.concat([head, payload]));
  }

  #read(bytes: Buffer): void {
    this.#buffered = Buffer.concat([this.#buffered, bytes]);
    while (this.#buffered.length >= 9) {
      const length = this.#buffered.readUIntBE(0, 3);
      if (this.#buffered.length < 9 + length) return;
      const payload = this.#buffered.subarray(9, 9 + length);
      const [type = 0, flags = 0] = [this.#buffered[3], this.#buffered[4]];
      this.#hear(type, flags, this.#buffered.readUInt32BE(5) & 0x7fffffff, payload);
      this.#buffered = this.#buffered.subarray(9 + length);
    }
  }

  #hear(type: number, flags: number, stream: number, payload: Buffer): void {
    if (type === settings && (flags & 1) === 0) this.#write(0, { type: settings, flags: 1, payload: Buffer.alloc(0) });
    if (type === ping && (flags & 1) === 0) this.#write(0, { type: ping, flags: 1, payload });
    if (type === goAway) this.#end();
    const entry = this.#streams.get(stream);
    if (entry === undefined) return;
    // Trailers have no status, and 100 is none to stay with.
    if (type === headers && (entry.status ?? 100) < 200) entry.status = statusIn(payload);
    if (type === data) {
      entry.pieces.push(Buffer.from(payload));
      const more = Buffer.alloc(4);
      more.writeUInt32BE(Math.max(1, payload.length));
      this.#write(0, { type: windowUpdate, payload: more });
    }
    if (type === resetStream || ((type === headers || type === data) && (flags & endStream) !== 0)) entry.done();
  }

  #end(): void {
    this.#over = true;
    for (const { done } of this.#streams.values()) done();
  }
}

/** A block of header fields, each written out (RFC 7541, section 6.2.2), names and values as they stand. */
export function block(fields: readonly (readonly [name: string, value: string])[]): Buffer {
  return Buffer.concat(fields.flatMap(([name, value]) => [Buffer.from([0]), literal(name), literal(value)]));
}

function literal(text: string): Buffer {
  const bytes = Buffer.from(text, 'latin1');
  const length: number[] = [Math.min(bytes.length, 127)];
  if (bytes.length >= 127) {
    let left = bytes.length - 127;
    for (; left >= 128; left = Math.floor(left / 128)) length.push((left % 128) | 128);
    length.push(left);
  }
  return Buffer.concat([Buffer.from(length), bytes]);
}

/** Statuses that have an entry of their own in the static table (RFC 7541, appendix A). */
const indexed = new Map([200, 204, 206, 304, 400, 404, 500].map((status, i) => [0x88 + i, status]));

/** `:status`, which is the first field of an answer. */
function statusIn(payload: Buffer): number | undefined {
  // Changes of the table's size may stand in front.
  let at = 0;
  while (((payload[at] ?? 0) & 0xe0) === 0x20) at += 1;
  const first = payload[at] ?? 0;
  const known = indexed.get(first);
  if (known !== undefined) return known;
  const length = payload[at + 1] ?? 0;
  const value = payload.subarray(at + 2, at + 2 + (length & 127));
  return Number(length & 128 ? digits(value) : value.toString('latin1'));
}

/** Digits in Huffman's code (RFC 7541, appendix B): 0 to 2 have five bits, 3 to 9 have six. */
function digits(bytes: Buffer): string {
  let bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  let text = '';
  while (text.length < 3) {
    const long = Number.parseInt(bits.slice(0, 6), 2);
    const isShort = bits.startsWith('000');
    text += isShort ? String(Number.parseInt(bits.slice(0, 5), 2)) : String(long - 0b011001 + 3);
    bits = bits.slice(isShort ? 5 : 6);
  }
  return text;
}
