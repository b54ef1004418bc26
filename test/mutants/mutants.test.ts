import { expect, it } from 'vitest';
import { mutants } from './mutants.ts';
import { mutated, original } from './plant.ts';

it('every bug of the table can still be planted, and changes something', () => {
  expect(mutants.length).toBeGreaterThanOrEqual(20);
  expect(new Set(mutants.map(({ kind }) => kind)).size).toBe(mutants.length);
  for (const mutant of mutants) expect(mutated(mutant, original(mutant))).not.toBe(original(mutant));
});
