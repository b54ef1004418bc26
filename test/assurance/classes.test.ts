import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { classes } from './classes.table.ts';

it('every class is tried, or it is said why not', () => {
  expect(new Set(classes.map(({ id }) => id)).size).toBe(classes.length);
  for (const { id, tried, not } of classes) {
    if (tried.length === 0) expect(not, id).toMatch(/\S/);
    for (const { file } of tried)
      expect(existsSync(join(import.meta.dirname, '../..', file)), `${id}: ${file}`).toBe(true);
  }
});
