import { expect, test } from 'vitest';
import { allCodes } from '../../src/kernel/index.ts';
import { codeWords } from '../../web/src/features/activity/code-words.table.ts';

test('every code that can stand on a record is said in words where a call is shown, and no other', () => {
  expect([...codeWords.keys()].toSorted()).toEqual(allCodes.toSorted());
});
