import { expect, it } from 'vitest';
import { defaultCaps, readMessage } from '../../protocol/index.ts';
import { traceOf } from './trace-of.ts';

const trace = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;

it.each([
  ['in the message', JSON.stringify(trace), undefined, trace],
  ['in the header', undefined, trace, trace],
  ['in both: the message’s own', JSON.stringify(trace), trace.replace('a', 'c'), trace],
  ['in a header that was sent twice', undefined, `${trace}, ${trace}`, undefined],
  ['in none', undefined, undefined, undefined],
  ['that is no text', '{"a":1}', trace, undefined],
  ['of another version', JSON.stringify(trace.replace(/^00/, '01')), undefined, undefined],
  ['of no trace', undefined, `00-${'0'.repeat(32)}-${'b'.repeat(16)}-01`, undefined],
  ['of no span', undefined, `00-${'a'.repeat(32)}-${'0'.repeat(16)}-01`, undefined],
  ['in capitals', undefined, trace.toUpperCase(), undefined],
  ['with more behind it', undefined, `${trace}-x`, undefined],
])('a traceparent %s', (_, inMeta, header, expected) => {
  const meta = inMeta === undefined ? '' : `,"_meta":{"traceparent":${inMeta}}`;
  const text = `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"t"${meta}}}`;
  const message = readMessage(Buffer.from(text), defaultCaps);
  if (message.kind !== 'request') throw new Error(message.kind);
  const arrival = {
    hasHeaders: true,
    header: (name: string) => (name === 'traceparent' ? header : undefined),
    identify: () => undefined,
  };
  expect(traceOf({ message, arrival })).toBe(expected);
});
