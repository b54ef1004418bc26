import { expect, it } from 'vitest';
import { Slices } from '../../kernel/index.ts';
import { noCaps } from '../json/caps.ts';
import { readMessageInSlices, readUpstreamMessageInSlices } from './read-in-slices.ts';
import { readMessage } from './read-message.ts';
import { readUpstreamMessage } from './read-upstream-message.ts';

const limit = 512 * 1024;
const head = '{"jsonrpc":"2.0","id":1,"method":"a","params":{"b":1,"b":"';
const request = (length: number, text = head): Buffer =>
  Buffer.from(`${text.padEnd(length - 4, 'x')}"}}`.padEnd(length, ' '));
const sound = head.replace('"b":1,', '');
/** Of an odd number only who judges a message complains. */
const odd = sound.replace('"b":', '"c":1e999,"b":');

it('a short message is read at once, and a long one as it would be', async () => {
  let turns = 0;
  const slices = new Slices({ monotonic: () => turns }, async () => {
    turns += 1;
  });
  for (const text of [head, sound, odd]) {
    const [short, long] = [request(limit, text), request(limit + 1, text)];
    expect(readMessageInSlices(short, noCaps, slices)).toEqual(readMessage(short, noCaps));
    expect(readUpstreamMessageInSlices(short, noCaps, slices)).toEqual(readUpstreamMessage(short, noCaps));
    for (const reading of [readMessageInSlices(long, noCaps), readUpstreamMessageInSlices(long, noCaps)])
      expect(reading).toBeInstanceOf(Promise);
    expect(await readMessageInSlices(long, noCaps, slices)).toEqual(readMessage(long, noCaps));
    expect(await readUpstreamMessageInSlices(long, noCaps, slices)).toEqual(readUpstreamMessage(long, noCaps));
  }
  const kinds = [readMessage(request(limit, odd), noCaps), readUpstreamMessage(request(limit, odd), noCaps)];
  expect(kinds.map(({ kind }) => kind)).toEqual(['unreadable', 'request']);
});
