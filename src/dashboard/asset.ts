import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';
import type { Exchange } from '../edge/index.ts';

const compress = promisify(brotliCompress);

const types: ReadonlyMap<string, string> = new Map([
  ['html', 'text/html; charset=utf-8'],
  ['js', 'text/javascript; charset=utf-8'],
  ['css', 'text/css; charset=utf-8'],
  ['svg', 'image/svg+xml'],
  ['woff2', 'font/woff2'],
]);

/** Whether a file of this name is one that browsers are given. */
export function isServed(name: string): boolean {
  return types.has(extension(name));
}

const extension = (name: string): string => name.slice(name.lastIndexOf('.') + 1);

/** One file of the build. It is read when it is first asked for, and compressed once. */
export class Asset {
  readonly #file: string;
  readonly #headers: ReadonlyMap<string, string>;
  #content: { readonly plain: Buffer; readonly small: Buffer | undefined; readonly etag: string } | undefined;

  /** @param headers those that go with it beside its type and tag */
  constructor(file: string, headers: ReadonlyMap<string, string>) {
    this.#file = file;
    this.#headers = headers;
  }

  async send(exchange: Exchange): Promise<void> {
    const { response } = exchange;
    const { plain, small, etag } = await this.#load();
    for (const [name, value] of this.#headers) response.setHeader(name, value);
    response.setHeader('ETag', etag);
    response.setHeader('Vary', 'Accept-Encoding');
    if (exchange.header('if-none-match') === etag) {
      response.writeHead(304).end();
      return;
    }
    const body = small !== undefined && /\bbr\b/.test(exchange.header('accept-encoding') ?? '') ? small : plain;
    if (body === small) response.setHeader('Content-Encoding', 'br');
    response.writeHead(200, {
      'Content-Type': types.get(extension(this.#file)) ?? 'application/octet-stream',
      'Content-Length': body.byteLength,
    });
    response.end(exchange.method === 'HEAD' ? undefined : body);
  }

  async #load() {
    if (this.#content !== undefined) return this.#content;
    const plain = readFileSync(this.#file);
    const params = { [constants.BROTLI_PARAM_QUALITY]: 6 };
    const small = extension(this.#file) === 'woff2' ? undefined : await compress(plain, { params });
    const etag = `"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`;
    this.#content = { plain, small, etag };
    return this.#content;
  }
}
