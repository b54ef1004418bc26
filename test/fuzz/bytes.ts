import type { Random } from '../reference/generate/random.ts';

/** What JSON, HTTP and SSE are made of, and what readers trip over. */
const bits = [
  '"',
  '\\',
  '{',
  '}',
  '[',
  ']',
  ':',
  ',',
  ' ',
  '\n',
  '\r',
  '\t',
  '\0',
  '-',
  '+',
  '.',
  'e',
  'E',
  '0',
  '1',
  '9',
  '/*',
  '//',
  '\\u0000',
  '\\u005f',
  '\\ud800',
  '\\udc00',
  '\\ud83d\\ude00',
  '\u017f',
  '\u212a',
  '\u0130',
  '\uff4e',
  '\u2028',
  '\ufeff',
  'null',
  'true',
  'false',
  'NaN',
  'Infinity',
  '1e400',
  '-0',
  '1.0',
  '9007199254740993',
  '100.00000000000000001',
  '"__proto__":',
  '"constructor":',
  '"id":2',
  '"method":"ping"',
  '"params":{}',
  '"name":"kill"',
  '"arguments":{}',
  '"_meta":{}',
  '"progressToken":1',
  '"jsonrpc":"2.0"',
  '"Name":"kill"',
  '"NAME":"kill"',
  '"\\u006eame":"kill"',
  ',"a":1,"a":2',
].map((text) => Buffer.from(text));
const raw = ['c0af', 'eda080', 'ff', '80', 'e282', 'f4908080', 'efbbbf', 'fffe'].map((hex) => Buffer.from(hex, 'hex'));

/**
 * Spoils bytes in one to four places: a byte flipped, taken out, doubled, moved; a token of the grammar put in; a stretch
 * of another text put in.
 *
 * @param other where a stretch may come from
 */
export function mutate(text: Buffer, other: Buffer, random: Random): Buffer {
  let bytes = text;
  for (let left = 1 + random.int(4); left > 0; left -= 1) bytes = once(bytes, other, random);
  return bytes;
}

function once(bytes: Buffer, other: Buffer, random: Random): Buffer {
  const at = random.int(bytes.length + 1);
  const to = Math.min(bytes.length, at + 1 + random.int(random.chance(0.2) ? 64 : 8));
  switch (random.int(7)) {
    case 0: {
      const copy = Buffer.from(bytes);
      if (at < copy.length) copy[at] = (copy[at] ?? 0) ^ (1 << random.int(8));
      return copy;
    }
    case 1:
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(to)]);
    case 2:
      return Buffer.concat([bytes.subarray(0, to), bytes.subarray(at)]);
    case 3: {
      const from = random.int(other.length + 1);
      return Buffer.concat([bytes.subarray(0, at), other.subarray(from, from + random.int(48)), bytes.subarray(at)]);
    }
    case 4:
      return Buffer.concat([bytes.subarray(0, at), random.pick(raw), bytes.subarray(random.chance(0.5) ? at : to)]);
    default:
      return Buffer.concat([bytes.subarray(0, at), random.pick(bits), bytes.subarray(random.chance(0.5) ? at : to)]);
  }
}
