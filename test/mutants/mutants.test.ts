import { expect, it } from 'vitest';
import { classes } from '../assurance/classes.table.ts';
import { mutants } from './mutants.ts';
import { ownTests } from './own-tests.ts';
import { mutated, original } from './plant.ts';

it('every bug of the table can still be planted, and changes something', () => {
  expect(mutants.length).toBeGreaterThanOrEqual(20);
  expect(new Set(mutants.map(({ kind }) => kind)).size).toBe(mutants.length);
  for (const mutant of mutants) expect(mutated(mutant, original(mutant))).not.toBe(original(mutant));
});

it('every class that is tried has a planted bug, which the tests of that class must catch', () => {
  const opened = new Set(mutants.flatMap(({ threats }) => threats.split(', ')));
  for (const { id, tried } of classes) if (tried.length > 0) expect(opened, id).toContain(id);
  for (const mutant of mutants) expect(ownTests(mutant).flat(), mutant.kind).not.toEqual([]);
});
