const lineFeed = 0x0a;

/**
 * Cuts a stream of chunks into lines without their line feed. A line within one chunk is handed on as a view, not a
 * copy; of a longer one no more than `cap` bytes are ever kept.
 *
 * @param cap longest line in bytes
 * @param line hears every line
 * @param tooLong hears of a line over the cap; nothing is cut after that
 * @returns takes the next chunk
 */
export function lineSplitter(cap: number, line: (bytes: Buffer) => void, tooLong: () => void): (chunk: Buffer) => void {
  let parts: Buffer[] = [];
  let length = 0;
  let broken = false;
  return (chunk) => {
    let start = 0;
    while (!broken && start < chunk.length) {
      const found = chunk.indexOf(lineFeed, start);
      const end = found === -1 ? chunk.length : found;
      length += end - start;
      if (length > cap) {
        broken = true;
        parts = [];
        tooLong();
        return;
      }
      const part = chunk.subarray(start, end);
      if (found === -1) {
        parts.push(part);
        return;
      }
      const whole = parts.length === 0 ? part : Buffer.concat([...parts, part], length);
      parts = [];
      length = 0;
      start = end + 1;
      line(whole);
    }
  };
}
