import { describe, expect, it } from 'vitest';
import { readingPolicy, readPolicy } from '../index.ts';

const errorsOf = (text: string, format: 'json' | 'yaml' = 'json'): readonly object[] => {
  const read = readPolicy(text, format);
  return read.ok ? [] : read.errors;
};

describe('a document', () => {
  const small = '{"version":"1","default":"deny"}';
  const filled = (bytes: number): string => `${' '.repeat(bytes - small.length)}${small}`;

  it.each(['json', 'yaml'] as const)(
    'over the cap is not looked at, and one of exactly so many bytes is: %s',
    (format) => {
      expect(errorsOf(filled(1_048_576), 'json')).toEqual([]);
      expect(errorsOf(' '.repeat(1_048_577), format)).toMatchObject([
        { pointer: '', line: 1, column: 1, expected: 'at most 1048576 bytes', found: '1048577' },
      ]);
      // Bytes are counted, not characters.
      expect(errorsOf(`"${'é'.repeat(600_000)}"`, format)).toMatchObject([{ found: '1200002' }]);
    },
  );

  it('that is no text is the mistake of whoever calls', () => {
    expect(() => readPolicy(undefined as unknown as string, 'json')).toThrow(TypeError);
  });

  it.each(['', '{', '[', '{"version":"1"'])('that is no JSON or no YAML is told as such: %j', (text) => {
    expect(errorsOf(text).length).toBeGreaterThan(0);
    expect(errorsOf(text, 'yaml').length).toBeGreaterThan(0);
  });

  it('in YAML keeps what was read: its text is nothing to read a rule from again', () => {
    const text = 'version: "1"\ndefault: deny\ntools:\n  t:\n    require:\n      - {path: args.x, op: eq, value: 1}\n';
    const read = readPolicy(text, 'yaml');
    if (!read.ok) throw new Error(read.errors[0]?.message);
    const [[, rules] = []] = read.policy.document.tools;
    expect(rules?.require).toMatchObject([{ conditions: [{ kind: 'leaf', operand: 1 }] }]);
    expect(readPolicy(text, 'json').ok).toBe(false);
  });

  it('is read in steps as it is in one go, under the name that it is given', () => {
    const tools = Object.fromEntries(Array.from({ length: 2_000 }, (_, index) => [`t${index}`, { action: 'deny' }]));
    const text = JSON.stringify({ version: '1', default: 'deny', tools });
    const reading = readingPolicy(text, 'json', { name: 'p' });
    let steps = 1;
    let step = reading.next();
    for (; step.done !== true; step = reading.next()) steps++;
    // A pause for every 8 KiB, and some between parsing, reading and compiling.
    expect(steps).toBeGreaterThan((2 * text.length) / 8_192);
    expect(steps).toBeLessThan((4 * text.length) / 8_192);
    expect(step.value).toMatchObject({ ok: true, policy: { name: 'p' } });
    expect(step.value.ok && step.value.policy.document.tools.length).toBe(2_000);
    expect(readPolicy(text, 'json')).toMatchObject({ ok: true, policy: { name: '' } });
  });
});

describe('entries of one budget', () => {
  const limit = (max: number, more: object = {}) => ({ counter: 'c', window: 'minute', max, scope: 'grant', ...more });
  const said = (rest: object): readonly object[] =>
    errorsOf(JSON.stringify({ version: '1', default: 'deny', ...rest }));

  it.each([[limit(2)], [limit(2, { cost: 2, max: 1 })], [limit(1, { align: 'calendar' })], [limit(3, { window: 60 })]])(
    'that disagree are told of, the later one by the earlier one: %j',
    (other) => {
      const tools = { a: { limits: [limit(1)] }, b: { limits: [other] } };
      expect(said({ tools })).toMatchObject([
        {
          pointer: '/tools/b/limits/0',
          expected: 'the same max, cost and align as /tools/a/limits/0, which names the same budget',
          found: 'others',
        },
      ]);
    },
  );

  it('are compared in the order of the document, wherever they stand', () => {
    const allTools = { all_tools: { limits: [limit(1)] } };
    const tools = { tools: { a: { limits: [limit(2)] } } };
    expect(said({ ...allTools, ...tools })).toMatchObject([{ pointer: '/tools/a/limits/0' }]);
    expect(said({ ...tools, ...allTools })).toMatchObject([{ pointer: '/all_tools/limits/0' }]);
  });

  it('agree where they say the same, and the shorthand of a tool is a budget of its own', () => {
    const tools = { c: { limits: [limit(1)], rate_limit: { max: 5, window: 'minute' } }, d: { limits: [limit(1)] } };
    expect(said({ tools })).toEqual([]);
    expect(said({ tools: { a: { limits: [limit(1), limit(2, { scope: 'user' })] } } })).toEqual([]);
  });
});
