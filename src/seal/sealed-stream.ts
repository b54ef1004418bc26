import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import { ByteReader } from './byte-reader.ts';
import { type KeyRing, type Purpose, SealError } from './key-ring.ts';

const chunkBytes = 64 * 1024;
const tagBytes = 16;
const longestHeader = 1_024;

interface Header {
  readonly format: string;
  readonly key: string;
  readonly salt: string;
}

/**
 * Seals a stream of any length, so that it can be opened piece by piece and still not be cut, extended or put in another
 * order unnoticed (the STREAM construction: a key for the file, a counter in each nonce, the last piece marked):
 *
 *     {"format":"<format>","key":"<key id>","salt":"<base64url>"}\n
 *     then, until the end: u32 length, AES-256-GCM ciphertext · tag
 *
 * @param format names what it is and its version; it opens as the same only
 */
export async function* sealStream(
  ring: KeyRing,
  purpose: Purpose,
  format: string,
  source: AsyncIterable<Uint8Array>,
): AsyncGenerator<Buffer> {
  const header: Header = { format, key: ring.current, salt: randomBytes(32).toString('base64url') };
  const line = Buffer.from(`${JSON.stringify(header)}\n`);
  yield line;
  const key = fileKey(ring, purpose, header);
  const reader = new ByteReader(source);
  for (let number = 0; ; number += 1) {
    const plain = await reader.take(chunkBytes);
    const last = plain.length < chunkBytes || (await reader.atEnd());
    const cipher = createCipheriv('aes-256-gcm', key, nonceOf(number, last));
    cipher.setAAD(line);
    const sealed = Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(sealed.length);
    yield length;
    yield sealed;
    if (last) return;
  }
}

/** @throws SealError when it is no such stream, was altered, or is sealed under a key that is not in the ring */
export async function* openStream(
  ring: KeyRing,
  purpose: Purpose,
  format: string,
  source: AsyncIterable<Uint8Array>,
): AsyncGenerator<Buffer> {
  const reader = new ByteReader(source);
  const line = await reader.takeLine(longestHeader);
  const header = line === undefined ? undefined : parseHeader(line, format);
  if (line === undefined || header === undefined) throw new SealError(`this is no ${format}`);
  const key = fileKey(ring, purpose, header);
  for (let number = 0, last = false; !last; number += 1) {
    const length = await reader.take(4);
    const size = length.length === 4 ? length.readUInt32BE() : 0;
    if (size < tagBytes || size > chunkBytes + tagBytes) throw altered();
    const sealed = await reader.take(size);
    if (sealed.length < size) throw altered();
    last = await reader.atEnd();
    const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(number, last));
    decipher.setAAD(line);
    decipher.setAuthTag(sealed.subarray(size - tagBytes));
    let plain: Buffer;
    try {
      plain = Buffer.concat([decipher.update(sealed.subarray(0, size - tagBytes)), decipher.final()]);
    } catch {
      throw altered();
    }
    yield plain;
  }
}

function parseHeader(line: Buffer, format: string): Header | undefined {
  try {
    const header = JSON.parse(line.toString('utf8')) as Partial<Record<keyof Header, unknown>>;
    const { key, salt } = header;
    if (header.format !== format || typeof key !== 'string' || typeof salt !== 'string') return undefined;
    return { format, key, salt };
  } catch {
    return undefined;
  }
}

function fileKey(ring: KeyRing, purpose: Purpose, { format, key, salt }: Header): Buffer {
  return createHmac('sha256', ring.subkey(purpose, key)).update(`${format}\0${salt}`).digest();
}

function nonceOf(number: number, last: boolean): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeBigUInt64BE(BigInt(number));
  nonce.writeUInt8(last ? 1 : 0, 11);
  return nonce;
}

function altered(): SealError {
  return new SealError('this file was cut, altered, or is not whole');
}
