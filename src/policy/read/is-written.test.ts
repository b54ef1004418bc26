import { expect, it } from 'vitest';
import type { ObjectNode } from '../source/tree.ts';
import { isWritten } from './reader.ts';

const known = ['version', 'default', 'tools'];
const objectOf = (...keys: string[]): ObjectNode => {
  const members = keys.map((key) => ({ key, keyStart: 0, value: { kind: 'null', start: 0, end: 0 } }));
  return { kind: 'object', start: 0, end: 0, members } as unknown as ObjectNode;
};

it('finds a key under its own name, wherever it stands, and under one that is meant for it', () => {
  expect(isWritten(objectOf('tools', 'version'), 'version', known)).toBe(true);
  expect(isWritten(objectOf('tools', 'vresion'), 'version', known)).toBe(true);
  expect(isWritten(objectOf('tools', 'vresion'), 'default', known)).toBe(false);
});

it('looks what was meant by as many as are told of, and no further', () => {
  const unknown = (count: number): string[] => Array.from({ length: count }, (_, index) => `k${index}`);
  expect(isWritten(objectOf(...known.slice(1), ...unknown(49), 'vresion'), 'version', known)).toBe(true);
  expect(isWritten(objectOf(...unknown(50), 'vresion'), 'version', known)).toBe(false);
  expect(isWritten(objectOf(...unknown(50), 'version'), 'version', known)).toBe(true);
});
