/** What keeps a bundle from being read. `line` counts from 1. */
export class BundleFault extends Error {
  readonly line: number;

  constructor(message: string, line: number) {
    super(`line ${line}: ${message}`);
    this.name = 'BundleFault';
    this.line = line;
  }
}

const lineFeed = 0x0a;

/**
 * The lines of a stream, without their ends.
 *
 * @param longest bytes that a line may have
 * @throws BundleFault for a longer one: nothing of it is kept
 */
export async function* linesOf(stream: AsyncIterable<Uint8Array>, longest: number): AsyncGenerator<Buffer> {
  let rest: Buffer[] = [];
  let size = 0;
  let line = 1;
  for await (const chunk of stream) {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    let start = 0;
    for (let end = bytes.indexOf(lineFeed); end >= 0; end = bytes.indexOf(lineFeed, start)) {
      if (size + end - start > longest) throw new BundleFault(`longer than ${longest} bytes`, line);
      yield Buffer.concat([...rest, bytes.subarray(start, end)]);
      rest = [];
      size = 0;
      line += 1;
      start = end + 1;
    }
    if (start === bytes.length) continue;
    rest.push(bytes.subarray(start));
    size += bytes.length - start;
    if (size > longest) throw new BundleFault(`longer than ${longest} bytes`, line);
  }
  if (size > 0) yield Buffer.concat(rest);
}
