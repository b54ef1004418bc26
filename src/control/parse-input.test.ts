import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { InputFault } from './input-fault.ts';
import { parseInput } from './parse-input.ts';

const schema = z.strictObject({
  a: z.record(z.string().regex(/^a/, 'must be a name'), z.number()).optional(),
  n: z.number().int().min(2).max(3).optional(),
  e: z.enum(['x', 'y']).optional(),
  l: z.array(z.string()).min(1).max(2).optional(),
  s: z.string().min(2).max(3).optional(),
  b: z.boolean().optional(),
  u: z.union([z.string(), z.number()]).optional(),
  f: z.string().regex(/^q/).optional(),
  m: z.strictObject({ needed: z.string() }).optional(),
  r: z
    .string()
    .refine(() => false)
    .optional(),
});

function said(input: unknown): string {
  try {
    parseInput(schema, input);
  } catch (error) {
    if (error instanceof InputFault) return error.message;
    throw error;
  }
  return 'nothing';
}

describe('what is wrong with an input', () => {
  it.each([
    [{ a: [] }, 'a: expected a mapping, found a list'],
    [{ a: 'secret' }, 'a: expected a mapping, found a string'],
    [{ a: { b: 1 } }, 'a.b: must be a name'],
    [{ n: '2' }, 'n: expected a number, found a string'],
    [{ n: 2.5 }, 'n: expected a whole number, found a number'],
    [{ n: 1 }, 'n: must be at least 2'],
    [{ n: 9 }, 'n: must be at most 3'],
    [{ e: 'secret' }, 'e: must be one of x, y'],
    [{ e: 7 }, 'e: expected one of x, y, found a number'],
    [{ l: [] }, 'l: must not be empty'],
    [{ l: ['1', '2', '3'] }, 'l: must have at most 2 members'],
    [{ l: {} }, 'l: expected a list, found a mapping'],
    [{ s: 'x' }, 's: must have at least 2 characters'],
    [{ s: null }, 's: expected a string, found null'],
    [{ b: 1 }, 'b: expected true or false, found a number'],
    [{ u: true }, 'u: expected a string or a number, found true or false'],
    [{ f: 'secret' }, 'f: must have the form of /^q/'],
    [{ m: {} }, 'm.needed: is missing: expected a string'],
    [{ r: 'secret' }, 'r: this is not possible here'],
    [{ z: 1 }, 'unknown key z'],
    [[], 'expected a mapping, found a list'],
  ])('%j: %s', (input, words) => {
    expect(said(input)).toBe(words);
  });

  it('is said of a hundred places, and of twenty names, at most', () => {
    const names = Array.from({ length: 3_000 }, (_, i) => `a${i}`);
    const all = Object.fromEntries(names.map((name) => [name, 'secret']));
    expect(said(all)).toBe(`unknown keys ${names.slice(0, 20).join(', ')} and 2980 more`);
    const wrong = (): unknown => parseInput(schema, { a: all });
    expect(wrong).toThrow(InputFault);
    expect(wrong).toThrow(expect.objectContaining({ problems: expect.objectContaining({ length: 100 }) }));
  });
});

it('names a hundred places at most, whoever found them', () => {
  const found = Array.from({ length: 1_000 }, (_, i) => ({ pointer: `/${i}`, message: 'is wrong' }));
  expect(new InputFault(found).problems).toEqual(found.slice(0, 100));
});
