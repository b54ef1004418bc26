import { expect, test } from 'vitest';
import { operations } from '../../web/src/api/operations.generated.ts';
import { asked, atOnce } from '../browser/support/acts.table.ts';

test('of every verb that is no question it is said whether it is asked about first, or why not', () => {
  const changing = [...operations].filter(([, at]) => at.some(({ method }) => method !== 'GET')).map(([verb]) => verb);
  const said = [...asked.map(({ verb }) => verb), ...Object.values(atOnce).flat()];
  expect(said.toSorted()).toEqual(changing.toSorted());
});
