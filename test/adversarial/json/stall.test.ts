import { describe, expect, test } from 'vitest';
import { defaultCaps, type JsonCaps, readMessage, readUpstreamMessage } from '../../../src/protocol/index.ts';

/**
 * Threats B07: nothing up to the caps may hold the process for more than 50 ms. What is measured is the time that this
 * thread had the processor, so that others who want it do not count; where they slow it down all the same (shared cores
 * and caches), it is set against a loop of known cost, and the best of many tries counts.
 */
const limitMs = 50;
const tries = 25;
const size = defaultCaps.bytes;

function cpuMs(work: () => unknown): number {
  const before = process.threadCpuUsage();
  work();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1000;
}

const referenceBytes = Buffer.alloc(size, 0x61);
const referenceTable = new Int32Array(1 << 19);

/** Hashes every byte and writes to a table of the size that the scanner's has at most: 8 ms on a quiet machine. */
function reference(): void {
  let hash = 0;
  for (let i = 0; i < size; i += 1) {
    hash = Math.imul(hash ^ (referenceBytes[i] ?? 0), 0x9e3779b1) ^ (hash >>> 15);
    if ((i & 15) === 0) referenceTable[hash & 0x7ffff] = i;
  }
}

/** The least that the work took, in milliseconds of a quiet machine; stops trying once it is under the limit. */
function cost(work: () => unknown): number {
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < tries && least >= limitMs; i += 1) {
    const slowness = Math.max(1, cpuMs(reference) / 8);
    least = Math.min(least, cpuMs(work) / slowness);
  }
  return least;
}

const fill = (unit: string, before: string, after: string): string =>
  before + unit.repeat(Math.floor((size - before.length - after.length) / Buffer.byteLength(unit))) + after;
const call = (args: string): string =>
  `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"t","arguments":${args}}}`;
const list = (count: number, item: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => item(i)).join();
const pad = (i: number, length: number): string => String(i).padStart(length, 'k');
const head = call('"').slice(0, -2);

const killers: readonly (readonly [name: string, text: string])[] = [
  ['[[[[', fill('[', '', '')],
  ['{"a":{"a":', fill('{"a":', '', '')],
  ['[],[],', fill('[],', '[', '[]]')],
  ['white space', fill(' ', '', '{}')],
  ['white space in the arguments', fill(' \n', head, '1}}')],
  ['one string', fill('x', `${head}"`, '"}}')],
  ['one string of two-byte characters', fill('ü', `${head}"`, '"}}').slice(0, -400)],
  ['one string, never closed', fill('x', `${head}"`, '')],
  ['unicode escapes', fill('\\u0061', `${head}"`, '"}}')],
  ['surrogate pairs', fill('\\ud83d\\ude00', `${head}"`, '"}}')],
  ['line feeds', fill('\\n', `${head}"`, '"}}')],
  ['quotes', fill('\\"', `${head}"`, '"}}')],
  ['as many keys as the nodes allow', call(`{${list(99_000, (i) => `"${pad(i, 36)}":1`)}}`)],
  ['as many keys, escaped', call(`{${list(99_000, (i) => `"\\u0061${pad(i, 28)}":1`)}}`)],
  ['as many keys, numbers', call(`{${list(99_000, (i) => `"${i}":1`)}}`)],
  ['as many keys, long beginnings alike', call(`{${list(3_000, (i) => `"${pad(i, 1_380)}":1`)}}`)],
  ['keys without end', fill('"k":1,', '{', '"k":1}')],
  ['4 MiB of different keys', `{${list(340_000, (i) => `"${pad(i, 7)}":1`)}}`],
  ['many small objects', call(`[${list(33_000, () => '{"a":1,"b":2}')}]`)],
  ['members of params', `{"jsonrpc":"2.0","id":1,"method":"m","params":{${list(99_000, (i) => `"${pad(i, 30)}":1`)}}}`],
  ['one key', fill('k', `${head}{"`, '":1}}}')],
  ['one escaped key', fill('\\u0061', `${head}{"`, '":1}}}')],
  ['numbers of 17 digits', call(`[${list(99_000, (i) => String(Math.sin(i + 1)))}]`)],
  [
    'numbers with exponents',
    call(
      `[${list(99_000, (i) =>
        Math.sin(i + 1)
          .toExponential()
          .replace('e', 'E'),
      )}]`,
    ),
  ],
  ['numbers with zeros behind', call(`[${list(99_000, (i) => `${i}.5${'0'.repeat(30)}`)}]`)],
  ['tiny numbers', call(`[${list(99_000, (i) => `${i + 1}e-310`)}]`)],
  ['one number', fill('1', `${head}0.`, '}}')],
  ['one number of zeros', fill('0', `${head}1.`, '}}')],
  ['one exponent', fill('0', `${head}1e`, '}}')],
];

describe('no text up to the caps holds the process', () => {
  test.each(killers)('%s', (_, text) => {
    const bytes = Buffer.from(text);
    expect(bytes.length).toBeLessThanOrEqual(size);
    expect(bytes.length).toBeGreaterThan(size / 10);
    expect(cost(() => readMessage(bytes, defaultCaps))).toBeLessThan(limitMs);
    expect(cost(() => readUpstreamMessage(bytes, defaultCaps))).toBeLessThan(limitMs);
  });

  test('bytes that are no UTF-8 at the very end', () => {
    const bytes = Buffer.alloc(size, 0x20);
    bytes[size - 1] = 0xff;
    expect(cost(() => readMessage(bytes, defaultCaps))).toBeLessThan(limitMs);
  });

  test('a result of 5 MB', () => {
    const caps: JsonCaps = { ...defaultCaps, bytes: 8 * 1024 * 1024 };
    const bytes = Buffer.from(
      `{"jsonrpc":"2.0","id":1,"result":{"content":[{"type":"text","text":"${'x'.repeat(5_000_000)}"}]}}`,
    );
    expect(readUpstreamMessage(bytes, caps).kind).toBe('result');
    expect(cost(() => readUpstreamMessage(bytes, caps))).toBeLessThan(limitMs);
  });
});
