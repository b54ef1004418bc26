import { describe, expect, it } from 'vitest';
import { Slices } from '../../kernel/index.ts';
import { readPolicy } from '../../policy/index.ts';
import { defaultCaps, readUpstreamMessage } from '../../protocol/index.ts';
import { visibleItems } from './visible-items.ts';

const listing = { items: 'resources', key: 'uri', kind: 'resource' } as const;
const read = readPolicy('{"version":"1","default":"deny","resources":{"test://seen/*":{}}}', 'json', { name: 'p' });
if (!read.ok) throw new Error('no policy');
const { policy } = read;

function resultOf(resources: unknown) {
  const body = { jsonrpc: '2.0', id: 1, result: { resources } };
  const message = readUpstreamMessage(Buffer.from(JSON.stringify(body)), defaultCaps);
  if (message.kind !== 'result') throw new Error(message.kind);
  return message;
}

describe('what a grant sees of a list', () => {
  it('is what its policy does not hide and has a name, in order', async () => {
    const uris = ['test://seen/b', 'test://hidden', 'test://seen/a'];
    const result = resultOf([...uris.map((uri) => ({ uri })), 1, null, {}, { uri: 2 }]);
    const seen = await visibleItems(result, listing, policy);
    expect(seen.map(({ name }) => name)).toEqual(['test://seen/b', 'test://seen/a']);
    expect(seen.map(({ bytes, span }) => bytes.toString('utf8', span.start, span.end))).toEqual([
      '{"uri":"test://seen/b"}',
      '{"uri":"test://seen/a"}',
    ]);
    expect(await visibleItems(result, listing, undefined)).toEqual([]);
  });

  it('is read in turns with everything else, however long the list is', async () => {
    let [at, turns] = [0, 0];
    const turn = async (): Promise<void> => {
      turns += 1;
    };
    // Each look at the time takes a millisecond, and five are a slice.
    const slices = new Slices({ monotonic: () => ++at }, turn);
    const result = resultOf(Array.from({ length: 100 }, (_, i) => ({ uri: `test://seen/${i}` })));
    expect(await visibleItems(result, listing, policy, slices)).toHaveLength(100);
    expect(turns).toBe(20);
  });

  it.each([[{}], ['[]'], [1]])('is nothing where the server gave no list but %j', async (resources) => {
    await expect(visibleItems(resultOf(resources), listing, policy)).rejects.toThrow('without resources');
  });
});
