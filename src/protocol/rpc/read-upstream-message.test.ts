import { describe, expect, test } from 'vitest';
import { defaultCaps } from '../json/caps.ts';
import { readUpstreamMessage } from './read-upstream-message.ts';

const read = (text: string) => readUpstreamMessage(Buffer.from(text), defaultCaps);
const result = (text: string) => `{"jsonrpc":"2.0","id":1,"result":${text}}`;

describe('readUpstreamMessage', () => {
  test.each([
    ['equal keys in the content', result('{"content":[{"a":1,"a":2}]}')],
    ['numbers that doubles do not hold', result('{"structuredContent":{"n":1e400,"m":12345678901234567890}}')],
    ['half a pair in a text', result('{"content":[{"type":"text","text":"\\ud83d"}]}')],
    ['__proto__ in the content', result('{"content":[{"__proto__":1}]}')],
    ['more values than the cap', result(`{"content":[${'1,'.repeat(200_000)}1]}`)],
    ['members of the envelope that nobody knows', '{"jsonrpc":"2.0","id":1,"result":{},"took":3}'],
  ])('%s go through', (_, text) => expect(read(text).kind).toBe('result'));

  test.each([
    ['equal keys in the envelope', '{"jsonrpc":"2.0","id":1,"id":2,"result":{}}'],
    ['two results', '{"jsonrpc":"2.0","id":1,"result":{},"re\\u0073ult":{}}'],
    ['a result and an error', '{"jsonrpc":"2.0","id":1,"result":{},"error":{"code":1,"message":""}}'],
    ['equal keys in the result', result('{"content":[],"content":[]}')],
    ['equal keys in its _meta', result('{"_meta":{"a":1,"\\u0061":2}}')],
    ['equal keys in params', '{"jsonrpc":"2.0","method":"notifications/message","params":{"a":1,"a":2}}'],
    ['equal keys in params._meta', '{"jsonrpc":"2.0","id":1,"method":"x","params":{"_meta":{"a":1,"a":2}}}'],
    ['__proto__ in the result', result('{"__proto__":{}}')],
    ['a name with half a pair', result('{"\\ud800":1}')],
    ['brackets that do not match', result('{"content":[{]}}')],
    ['a control character in a text', result('{"content":["\u0001"]}')],
    ['content without commas', result('{"content":[1 2]}')],
    ['content nested too deep', result(`{"content":${'['.repeat(80)}${']'.repeat(80)}}`)],
    ['an id that a double does not hold', '{"jsonrpc":"2.0","id":9007199254740993,"result":{}}'],
    ['a batch', `[${result('{}')}]`],
  ])('%s are refused', (_, text) => expect(read(text).kind).toBe('unreadable'));

  test('bytes that are no UTF-8 are refused', () => {
    const bytes = Buffer.from(result('{"content":["x"]}'));
    bytes[bytes.indexOf('x')] = 0xff;
    expect(readUpstreamMessage(bytes, defaultCaps)).toMatchObject({ kind: 'unreadable', message: 'not UTF-8' });
  });
});
