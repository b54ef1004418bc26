import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Slices } from '../kernel/index.ts';
import { readTool } from './read-tool.ts';
import { readTools } from './read-tools.ts';
import type { ToolTable } from './tool.ts';

function tableOf(...pages: string[]): Promise<ToolTable> {
  return readTools(
    pages.map((page) => {
      const bytes = Buffer.from(page);
      return { bytes, span: { start: 0, end: bytes.length } };
    }),
  );
}

const names = ({ tools }: ToolTable): string[] => [...tools.keys()];
const hashOf = (definition: string): string | undefined => {
  const read = readTool(Buffer.from(definition));
  return 'hash' in read ? read.hash : undefined;
};

describe('readTools', () => {
  it('keeps definitions to the byte, over all pages', async () => {
    const table = await tableOf('[{"name":"a",  "x":1.0},{"name":"b"}]', '[ {"name":"c"} ]');
    expect(names(table)).toEqual(['a', 'b', 'c']);
    expect(table.tools.get('a')?.definition.toString()).toBe('{"name":"a",  "x":1.0}');
  });

  it.each([
    ['{"name":"a","name":"a"}', 'a key twice'],
    ['{"name":"a","inputSchema":{"type":"object","type":"array"}}', 'a key twice, deeper'],
    ['{"name":"a","inputSchema":{"\\u005f_proto__":{}}}', 'a prototype'],
    ['{"title":"a"}', 'no name'],
    ['{"name":7}', 'a name that is no string'],
    ['{"name":""}', 'an empty name'],
    ['{"name":"a b"}', 'a space'],
    ['{"name":"a\\u200b"}', 'a zero-width space'],
    ['{"name":"аdmin"}', 'a Cyrillic letter'],
    [`{"name":"${'a'.repeat(129)}"}`, 'a name that is too long'],
    ['{"name":"a","description":"\\ud800"}', 'half a surrogate pair'],
    ['"a"', 'no object'],
    ['null', 'nothing'],
  ])('leaves out %s (%s), and nothing else', async (definition) => {
    const table = await tableOf(`[{"name":"before"},${definition},{"name":"after"}]`);
    expect(names(table)).toEqual(['before', 'after']);
    expect(table.unusable).toHaveLength(1);
  });

  it('drops both of two tools with one name, wherever they stand', async () => {
    const table = await tableOf('[{"name":"a"},{"name":"b"}]', '[{"name":"a","description":"another"}]');
    expect(names(table)).toEqual(['b']);
    expect(table.unusable).toEqual([{ name: 'a', reason: 'the server lists this name more than once' }]);
  });

  it('tells of what is no use the first hundred, and how many more there are', async () => {
    const table = await tableOf(`[${Array(250).fill('{"name":"a b"}').join(',')},{"name":"a"}]`);
    expect(names(table)).toEqual(['a']);
    expect(table.unusable).toHaveLength(101);
    expect(table.unusable.at(-1)).toEqual({ name: undefined, reason: '150 more that cannot be used' });
    const long = await tableOf(
      `[${Array(50)
        .fill(`{"name":"${'x'.repeat(10_000)}"}`)
        .join(',')}]`,
    );
    expect(JSON.stringify(long.unusable).length).toBeLessThan(100_000);
  });

  it('gives everything else its turn between two definitions, however many there are', async () => {
    let [at, turns] = [0, 0];
    const turn = async (): Promise<void> => {
      turns += 1;
    };
    // Each look at the time takes a millisecond, and five are a slice.
    const slices = new Slices({ monotonic: () => ++at }, turn);
    const bytes = Buffer.from(`[${Array.from({ length: 100 }, (_, i) => `{"name":"t${i}"}`).join()}]`);
    const { tools } = await readTools([{ bytes, span: { start: 0, end: bytes.length } }], slices);
    expect(tools.size).toBe(100);
    expect(turns).toBe(20);
  });

  it('is not read where there is no end to it', async () => {
    const nothing = (count: number): string => `[${Array(count).fill('0').join(',')}]`;
    expect(names(await tableOf(nothing(10_000), nothing(9_999), '[{"name":"a"}]'))).toEqual(['a']);
    await expect(tableOf(nothing(10_000), nothing(10_000), '[{"name":"a"}]')).rejects.toThrow('more than 20000 tools');
  });

  it('does not keep a large page for a small definition', async () => {
    const { tools } = await tableOf(`[{"name":"a"},"${'x'.repeat(2 ** 20)}"]`);
    expect(tools.get('a')?.definition.toString()).toBe('{"name":"a"}');
    expect(tools.get('a')?.definition.buffer.byteLength).toBeLessThan(2 ** 17);
  });

  it('takes schemas that bound integers by what other languages can hold', async () => {
    expect(names(await tableOf('[{"name":"a","inputSchema":{"maximum":18446744073709551615}}]'))).toEqual(['a']);
  });

  it('takes of annotations the four hints as they are written, as a hint of another type is not an absent one', async () => {
    const hintsOf = async (annotations: string) =>
      (await tableOf(`[{"name":"a","annotations":${annotations}}]`)).tools.get('a')?.annotations;
    expect(await hintsOf('{"readOnlyHint":true,"destructiveHint":"no","title":"x","constructor":true}')).toEqual({
      readOnlyHint: true,
      destructiveHint: 'no',
    });
    expect(await hintsOf('{"idempotentHint":null,"openWorldHint":[1]}')).toEqual({
      idempotentHint: null,
      openWorldHint: [1],
    });
    expect(await hintsOf('null')).toEqual({});
    const every = { readOnlyHint: [], destructiveHint: [], idempotentHint: [], openWorldHint: [] };
    expect(await hintsOf('[]')).toEqual(every);
  });

  it('hashes what a definition says, not how it is written', () => {
    const definition = {
      name: 'a',
      description: 'x',
      inputSchema: { type: 'object', properties: { p: { type: 'string' } } },
    };
    const { name, ...rest } = definition;
    expect(hashOf(JSON.stringify({ ...rest, name }, undefined, 2))).toBe(hashOf(JSON.stringify(definition)));
    expect(hashOf('{"name":"a","description":"\\u0078"}')).toBe(hashOf('{"name":"a","description":"x"}'));
  });

  it('hashes numbers as they are written where no double holds them, and costs no list for them', () => {
    const bounded = (most: string): string => `{"name":"a","inputSchema":{"maximum":${most}}}`;
    const hashes = ['9007199254740992', '9007199254740993', '1e400', '2e400'].map((most) => hashOf(bounded(most)));
    expect(new Set(hashes).size).toBe(4);
  });

  it('hashes every part of a definition (threats B32)', () => {
    const json = fc.jsonValue({ maxDepth: 3 }).filter((value) => !JSON.stringify(value).includes('__proto__'));
    fc.assert(
      fc.property(json, json, (one, other) => {
        const [a, b] = [one, other].map((extra) => JSON.stringify({ name: 'a', extra }));
        // -0 and 0 are one number to RFC 8785.
        const same = JSON.stringify(JSON.parse(a ?? '')) === JSON.stringify(JSON.parse(b ?? ''));
        if (same) expect(hashOf(a ?? '')).toBe(hashOf(b ?? ''));
        else if (!isReordering(one, other)) expect(hashOf(a ?? '')).not.toBe(hashOf(b ?? ''));
      }),
      { numRuns: 500 },
    );
  });
});

/** Whether two values differ in the order of their keys at most. */
function isReordering(one: unknown, other: unknown): boolean {
  const sorted = (value: unknown): unknown =>
    Array.isArray(value)
      ? value.map(sorted)
      : typeof value === 'object' && value !== null
        ? Object.fromEntries(
            Object.entries(value)
              .sort(([a], [b]) => (a < b ? -1 : 1))
              .map(([key, member]) => [key, sorted(member)]),
          )
        : value;
  return JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
}
