import {
  defaultCaps,
  encodeEvent,
  keepAlive,
  readUpstreamMessage,
  relayResult,
  SseDecoder,
} from '../../../src/protocol/index.ts';
import { choices, type Random } from '../../reference/generate/random.ts';
import { mutate } from '../bytes.ts';
import type { Trial } from '../campaign.ts';
import { clientDecoder, type Heard, plainDecoder } from './other-decoders.ts';

const forged = [
  '\r',
  '\n',
  '\r\n',
  '\n\ndata: x\n\n',
  '\u2028',
  '\u0085',
  '\0',
  '\ufeff',
  'event: x\n',
  'id: 1\r',
  ':',
  ' ',
  'data',
  'retry: 0\n',
  '\u00e4',
];
const lines = [
  'data: a\n',
  'data:b\r\n',
  'data\r',
  'event: x\n',
  ': c\n',
  '\n',
  '\r\n',
  'id: 1\n',
  'retry: 5\n',
  'foo: d\n',
  'data : e\n',
  '\ufeff',
  '\ufeffdata: f\n',
  ' data: g\n',
];
const caps = { line: 100_000, event: 100_000 };

/**
 * Both directions. A server's result that was read, or the gateway's own, becomes one event: three decoders find it, that
 * one alone, and the same text in it. And a stream of a server's, whatever is in it and however it is cut, is the same
 * events to our decoder as to the other two.
 */
export function sseTrial(): Trial {
  return (seed) => {
    const random = choices(seed);
    return random.chance(0.5) ? outgoing(random) : incoming(random);
  };
}

function outgoing(random: Random): ReturnType<Trial> {
  const text = random.several(0, 6, () => random.pick(forged)).join('');
  const json = JSON.stringify({ jsonrpc: '2.0', id: 1, result: { text, [text]: [text, 1] } }, undefined, random.int(3));
  // Between its tokens a server may put line ends as it likes.
  const loose = Buffer.from(json.replace(/[,:{]/g, (token) => token + random.pick(['', '', '\n', '\r', '\r\n'])));
  const message = readUpstreamMessage(random.chance(0.8) ? Buffer.from(json) : loose, defaultCaps);
  if (message.kind !== 'result') return { outcome: 'not read' };
  const sent = relayResult(message, { text: '"c"', key: 's:c' });
  const stream = Buffer.concat([keepAlive, encodeEvent(sent, '7'), keepAlive]);
  const [heard, ...others] = agree(stream, cut(stream, random));
  const wrong =
    others.length > 0 || heard === undefined
      ? 'decoders disagree'
      : heard.length !== 1 ||
          heard[0]?.event !== 'message' ||
          JSON.stringify(JSON.parse(heard[0].data)) !== JSON.stringify(JSON.parse(sent.toString()))
        ? `not one identical event: ${JSON.stringify(heard)}`
        : undefined;
  return { outcome: 'sent', failure: wrong && `${wrong}\n${JSON.stringify(stream.toString('latin1'))}` };
}

function incoming(random: Random): ReturnType<Trial> {
  const made = Buffer.from(random.several(1, 12, () => random.pick(lines)).join(''));
  const spoilt = random.chance(0.5) ? mutate(made, made, random) : made;
  // What is no UTF-8 is replaced by each of them as it likes; it is refused as a message.
  // What a second byte order mark is each client decides for itself. One may wait for what follows a CR, so something does.
  const stream = Buffer.from(`${spoilt.toString().replace(/^\ufeff+/, '\ufeff')}: end\n`);
  const heard = agree(stream, cut(stream, random));
  const wrong = heard.length > 1 ? `decoders disagree: ${JSON.stringify(heard)}` : undefined;
  return { outcome: 'received', failure: wrong && `${wrong}\n${JSON.stringify(stream.toString())}` };
}

/** What the three decoders hear: one list when they agree. */
function agree(stream: Buffer, pieces: readonly Buffer[]): readonly (readonly Heard[])[] {
  const decoder = new SseDecoder(caps);
  const ours = pieces
    .flatMap((piece) => decoder.push(piece))
    .map(({ event, data }) => ({ event, data: data.toString() }));
  const all = [ours, plainDecoder(stream), clientDecoder(pieces)];
  const distinct = new Map(all.map((heard) => [JSON.stringify(heard), heard]));
  return [...distinct.values()];
}

function cut(stream: Buffer, random: Random): readonly Buffer[] {
  const pieces: Buffer[] = [];
  for (let at = 0; at < stream.length; ) {
    const to = at + 1 + random.int(random.chance(0.5) ? 4 : 64);
    pieces.push(stream.subarray(at, to));
    at = to;
  }
  return pieces;
}
