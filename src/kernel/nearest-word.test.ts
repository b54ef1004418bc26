import { describe, expect, it } from 'vitest';
import { nearestWord } from './nearest-word.ts';

describe('the nearest word', () => {
  const known = ['allow', 'deny', 'require_approval', 'x'];
  it.each([
    ['allow', 'allow'],
    ['ALLOW', 'allow'],
    ['alow', 'allow'],
    ['allwo', 'allow'],
    ['aallow', 'allow'],
    ['alxow', 'allow'],
    ['dney', 'deny'],
    ['dn', 'deny'],
    ['requireApproval', 'require_approval'],
    ['require_aproval_x', 'require_approval'],
    ['zzzzz', undefined],
    ['', undefined],
    ['y', undefined],
    [`allow${'w'.repeat(60)}`, undefined],
  ])('of %j is %j', (word, nearest) => expect(nearestWord(word, known)).toBe(nearest));

  it('is two letters away where it is short, a third of its letters where it is long, and the first of those as near', () => {
    expect(['dexx', 'dxxx'].map((word) => nearestWord(word, ['deny']))).toEqual(['deny', undefined]);
    const among = ['conditions'];
    expect(nearestWord('conditxyz', among)).toBe(undefined);
    expect(nearestWord('xyzditions', among)).toBe('conditions');
    expect(nearestWord('wxyzitions', among)).toBe(undefined);
    expect(nearestWord('dens', ['deny', 'dent'])).toBe('deny');
    // What has to change whole is another word.
    expect(['dx', 'xx'].map((word) => nearestWord(word, new Set(['de'])))).toEqual(['de', undefined]);
    // A word of a document may be as long as the document.
    expect([64, 65].map((length) => nearestWord('x'.repeat(length), ['x'.repeat(60)])?.length)).toEqual([
      60,
      undefined,
    ]);
  });
});
