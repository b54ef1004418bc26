import { ComingBody } from '../../kernel/index.ts';

const lineFeed = 0x0a;

/**
 * Cuts a stream of chunks into lines without their line feed. A line within one chunk is handed on as a view, not a
 * copy; of a longer one no more than `cap` bytes are ever kept.
 *
 * @param cap longest line in bytes
 * @param line hears every line. Where it says when it has taken it, the next waits until then
 * @param tooLong hears of a line over the cap; nothing is cut after that
 * @returns takes the next chunk, and says when it has, where that is not at once
 */
export function lineSplitter(
  cap: number,
  line: (bytes: Buffer) => void | Promise<void>,
  tooLong: () => void,
): (chunk: Buffer) => void | Promise<void> {
  let begun: ComingBody | undefined;
  let length = 0;
  let broken = false;
  const take = (chunk: Buffer, from: number): void | Promise<void> => {
    let start = from;
    while (!broken && start < chunk.length) {
      const found = chunk.indexOf(lineFeed, start);
      const end = found === -1 ? chunk.length : found;
      length += end - start;
      if (length > cap) {
        broken = true;
        begun = undefined;
        tooLong();
        return;
      }
      const part = chunk.subarray(start, end);
      if (found === -1) {
        begun ??= new ComingBody();
        begun.add(part);
        return;
      }
      begun?.add(part);
      const whole = begun?.whole() ?? part;
      begun = undefined;
      length = 0;
      start = end + 1;
      const next = start;
      const taking = line(whole);
      if (taking !== undefined) return taking.then(() => take(chunk, next));
    }
  };
  return (chunk) => take(chunk, 0);
}
