import { describe, expect, it } from 'vitest';
import { paramHeaders, paramHeadersDisagree, writeParamHeaders } from './param-headers.ts';

const object = (properties: object, more: object = {}) => ({ type: 'object', properties, ...more }) as never;
const region = { type: 'string', 'x-mcp-header': 'Region' };

describe('which parameters a schema wants in headers', () => {
  it.each([
    ['no schema', undefined, []],
    ['none of them', object({ a: { type: 'string' } }), []],
    ['one', object({ region }), [{ header: 'mcp-param-region', path: ['region'], type: 'string' }]],
    [
      'one of an object in an object',
      object({ where: { type: 'object', properties: { region } } }),
      [{ header: 'mcp-param-region', path: ['where', 'region'], type: 'string' }],
    ],
    ['a default that looks like one', object({ a: { type: 'object', default: { 'x-mcp-header': 'A' } } }), []],
    ['an example that looks like one', object({ a: { examples: [{ 'x-mcp-header': 'A' }] } }), []],
    ['a choice that looks like one', object({ a: { enum: [{ 'x-mcp-header': 'A' }] } }), []],
    ['a constant that looks like one', object({ a: { const: { 'x-mcp-header': 'A' } } }), []],
    [
      'a parameter that is called like the keyword',
      object({ 'x-mcp-header': region }),
      [{ header: 'mcp-param-region', path: ['x-mcp-header'], type: 'string' }],
    ],
  ] as const)('%s', (_what, schema, found) => {
    expect(paramHeaders(schema)).toEqual(found);
  });

  it.each([
    ['at the root', { ...(object({}) as object), 'x-mcp-header': 'A' }],
    ['at the root, of a string', { ...region }],
    ['inside of one that is sound', object({ a: { ...region, items: { type: 'string', 'x-mcp-header': 'A' } } })],
    ['in an item', object({ a: { type: 'array', items: region } })],
    ['behind a choice', object({}, { anyOf: [object({ region })] })],
    ['in a definition', object({}, { $defs: { a: region } })],
    ['of a number', object({ a: { type: 'number', 'x-mcp-header': 'A' } })],
    ['of an object', object({ a: { type: 'object', 'x-mcp-header': 'A' } })],
    ['of two types', object({ a: { type: ['string', 'null'], 'x-mcp-header': 'A' } })],
    ['without a name', object({ a: { type: 'string', 'x-mcp-header': '' } })],
    ['with a name that is no string', object({ a: { type: 'string', 'x-mcp-header': 1 } })],
    ['with a name that ends the header', object({ a: { type: 'string', 'x-mcp-header': 'A: b' } })],
    ['with a name that begins another', object({ a: { type: 'string', 'x-mcp-header': 'A\r\nHost' } })],
    ['named twice, whatever the case', object({ a: region, b: { type: 'string', 'x-mcp-header': 'REGION' } })],
  ])('an annotation %s makes the tool unusable', (_where, schema) => {
    expect(typeof paramHeaders(schema as never)).toBe('string');
  });

  it.each([
    [object({ a: { type: 'array', items: region } }), 'x-mcp-header stands where no parameter is'],
    [object({ a: { type: 'string', 'x-mcp-header': 'A b' } }), 'x-mcp-header does not name a header'],
    [
      object({ a: { type: 'number', 'x-mcp-header': 'A' } }),
      'x-mcp-header belongs to what is no string, integer or boolean',
    ],
    [object({ a: region, b: region }), 'x-mcp-header names one header twice'],
  ])('%j: %s', (schema, why) => expect(paramHeaders(schema)).toBe(why));
});

const params = paramHeaders(
  object({ region, n: { type: 'integer', 'x-mcp-header': 'N' }, b: { type: 'boolean', 'x-mcp-header': 'B' } }),
);
if (typeof params === 'string') throw new Error(params);

describe('whether headers say what the arguments say (SEP-2243)', () => {
  it.each([
    ['plain', { region: 'eu' }, { 'mcp-param-region': 'eu' }],
    ['encoded', { region: 'Hello' }, { 'mcp-param-region': '=?base64?SGVsbG8=?=' }],
    ['no marker', { region: 'SGVsbG8=' }, { 'mcp-param-region': 'SGVsbG8=' }],
    ['half a marker', { region: '=?base64?SGVsbG8=' }, { 'mcp-param-region': '=?base64?SGVsbG8=' }],
    ['a marker in capitals is text', { region: '=?BASE64?SGVsbG8=?=' }, { 'mcp-param-region': '=?BASE64?SGVsbG8=?=' }],
    ['nothing at all', { region: '' }, { 'mcp-param-region': '' }],
    ['an integer', { n: 42 }, { 'mcp-param-n': '42' }],
    ['an integer with a fraction of nothing', { n: 42 }, { 'mcp-param-n': '42.0' }],
    ['an integer with a longer fraction of nothing', { n: 42 }, { 'mcp-param-n': '42.00' }],
    ['a zero with a sign', { n: 0 }, { 'mcp-param-n': '-0' }],
    ['a truth', { b: true }, { 'mcp-param-b': 'true' }],
    ['absent', {}, {}],
    ['null', { region: null }, {}],
    ['a header whose parameter is absent', {}, { 'mcp-param-region': 'eu' }],
  ])('%s: yes', (_what, args, headers) => {
    const found = new Map(Object.entries(headers));
    expect(paramHeadersDisagree((name) => found.get(name), params, args)).toBeUndefined();
  });

  it.each([
    ['missing', { region: 'eu' }, {}],
    ['another', { region: 'eu' }, { 'mcp-param-region': 'us' }],
    ['another case', { region: 'eu' }, { 'mcp-param-region': 'EU' }],
    ['no text', { region: 'größe' }, { 'mcp-param-region': 'größe' }],
    ['an integer that rounds to it', { n: 9007199254740992 }, { 'mcp-param-n': '9007199254740993' }],
    ['base64 without its padding', { region: 'Hello' }, { 'mcp-param-region': '=?base64?SGVsbG8?=' }],
    ['base64 with other characters', { region: 'Hello' }, { 'mcp-param-region': '=?base64?SGVs!!!bG8=?=' }],
    ['base64 of base64', { region: 'Hello' }, { 'mcp-param-region': '=?base64?PT9iYXNlNjQ/U0dWc2JHOD0/PQ==?=' }],
    ['another integer', { n: 42 }, { 'mcp-param-n': '43' }],
    ['an integer in hexadecimal', { n: 42 }, { 'mcp-param-n': '0x2a' }],
    ['an integer with an exponent', { n: 100 }, { 'mcp-param-n': '1e2' }],
    ['a truth in capitals', { b: true }, { 'mcp-param-b': 'TRUE' }],
    ['text that is another number', { region: '42' }, { 'mcp-param-region': '42.0' }],
    ['text where the schema wants an integer', { n: '42' }, { 'mcp-param-n': '43' }],
  ])('%s: no', (_what, args, headers) => {
    const found = new Map(Object.entries(headers));
    expect(paramHeadersDisagree((name) => found.get(name), params, args)).toMatch(/^The header mcp-param-/);
  });

  it.each([
    [{}, 'The header mcp-param-region is missing.'],
    [{ 'mcp-param-region': 'größe' }, 'The header mcp-param-region cannot be read.'],
    [{ 'mcp-param-region': 'us' }, 'The header mcp-param-region says another thing than the body.'],
  ])('%j beside "eu": %s', (headers, sentence) => {
    const found = new Map(Object.entries(headers));
    expect(paramHeadersDisagree((name) => found.get(name), params, { region: 'eu' })).toBe(sentence);
  });

  it('a parameter is a member of an object, and nothing that a text or a list has by nature', () => {
    const length = { type: 'integer', 'x-mcp-header': 'Length' };
    const inside = paramHeaders(object({ where: { type: 'object', properties: { length } } }));
    if (typeof inside === 'string') throw new Error(inside);
    expect(writeParamHeaders(inside, { where: { length: 3 } })).toEqual([['mcp-param-length', '3']]);
    for (const where of ['abc', [1, 2, 3], null, 5]) expect(writeParamHeaders(inside, { where })).toEqual([]);
  });

  it.each([
    { region: 'eu' },
    { region: ' größe ' },
    { region: '=?base64?eA==?=' },
    { region: '' },
    { n: -7, b: false },
  ])('what is written afresh of %j agrees', (args) => {
    const written = new Map(writeParamHeaders(params, args));
    expect(written.size).toBe(Object.keys(args).length);
    expect(paramHeadersDisagree((name) => written.get(name), params, args)).toBeUndefined();
  });
});
