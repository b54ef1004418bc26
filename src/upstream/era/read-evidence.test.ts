import { expect, it } from 'vitest';
import { defaultCaps, readUpstreamMessage } from '../../protocol/index.ts';
import { readEvidence } from './read-evidence.ts';

function answer(rest: object) {
  const bytes = Buffer.from(JSON.stringify({ jsonrpc: '2.0', id: 1, ...rest }));
  const message = readUpstreamMessage(bytes, defaultCaps);
  if (message.kind !== 'result' && message.kind !== 'error') throw new Error('no answer');
  return message;
}
const result = (members: object) => answer({ result: members });
const error = (code: number, data?: unknown) => answer({ error: { code, message: 'no', data } });

const modern = { legacy: undefined, modern: true };
const legacy = { legacy: true, modern: false };
const both = { legacy: true, modern: true };

it.each([
  ['names the modern revision', result({ supportedVersions: ['2026-07-28'] }), modern],
  ['names revisions of both eras', result({ supportedVersions: ['2026-07-28', '2025-11-25'] }), both],
  ['names one that is to come as well', result({ supportedVersions: ['2031-01-01', '2026-07-28'] }), modern],
  ['names older ones only', result({ supportedVersions: ['2025-06-18'] }), legacy],
  ['answers with something else', result({}), legacy],
  ['answers with names that are no list', result({ supportedVersions: '2026-07-28' }), legacy],
  ['does not know the method', error(-32601), legacy],
  ['does not like the parameters', error(-32602), legacy],
  ['wants a handshake', error(-32000), legacy],
  ['is at odds with itself', error(-32603), legacy],
  ['misses headers, which no server of the legacy era reads', error(-32020), modern],
  ['misses capabilities of the client', error(-32021), modern],
  ['knows no such version, and names none', error(-32022), modern],
  ['knows no such version but others', error(-32022, { supported: ['2025-11-25'] }), legacy],
  ['says that it knows it and does not like it', error(-32022, { supported: ['2026-07-28'] }), modern],
])('a server that %s', (_what, message, evidence) => {
  expect(readEvidence(message)).toEqual(evidence);
});

it.each([
  ['in its answer', result({ supportedVersions: ['2031-01-01'] })],
  ['in its refusal', error(-32022, { supported: ['2031-01-01'] })],
  ['of none at all', result({ supportedVersions: [] })],
])('a server of revisions that are not spoken here, %s, is an error', (_where, message) => {
  expect(() => readEvidence(message)).toThrow(expect.objectContaining({ code: 'upstream_invalid' }));
});
