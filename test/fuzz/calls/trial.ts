import { choices } from '../../reference/generate/random.ts';
import { mutate } from '../bytes.ts';
import type { Trial } from '../campaign.ts';
import { Corpus } from '../corpus.ts';
import { checkCall } from './check-call.ts';
import { generateCall } from './generate.ts';
import { wayOf } from './way.ts';

const seeds = [
  '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"echo","arguments":{"n":1}}}',
  '{"jsonrpc":"2.0","id":"a","method":"tools/call","params":{"name":"read","arguments":{"deep":{"n":1}},"_meta":{"progressToken":1}}}',
  '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"kill"}}',
  '{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":1}}',
  '{"jsonrpc":"2.0","id":1,"result":{}}',
  '[{"jsonrpc":"2.0","id":1,"method":"ping"}]',
];

/** To be spoilt somewhere within the long string: by its length alone such a text is nothing new to the corpus. */
const long = ['x', '\u00e4', 'x\\"'].map((unit) =>
  Buffer.from(
    `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"echo","arguments":{"path":"${unit.repeat(5000)}","n":1}}}`,
  ),
);

/**
 * Bytes → scanner → message → judge → what a server gets. A third of the texts is made sound, a third is made to be read
 * in two ways, a third is a text of the corpus with its bytes spoilt; whatever was read in a way that no text before it
 * was joins the corpus.
 */
export function callTrial(): Trial {
  const corpus = new Corpus(seeds);
  return (seed) => {
    const random = choices(seed);
    const how = random.int(3);
    const sound = how === 0;
    const bytes =
      how === 2
        ? mutate(random.chance(0.03) ? random.pick(long) : corpus.pick(random), corpus.pick(random), random)
        : Buffer.from(generateCall(random, sound));
    const passed = wayOf(bytes, seed % 2 === 0);
    corpus.learn(bytes, passed.signature);
    const failure = checkCall(bytes, passed, seed % 8 === 0);
    const unfair = sound && passed.kind === 'unreadable' ? `a sound text was not read: ${passed.signature}` : undefined;
    const wrong = failure ?? unfair;
    return { outcome: passed.kind, failure: wrong && `${wrong}\n${JSON.stringify(bytes.toString('latin1'))} (latin1)` };
  };
}
