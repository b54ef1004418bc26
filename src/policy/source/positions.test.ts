import fc from 'fast-check';
import { expect, it } from 'vitest';
import { positionsIn } from './positions.ts';

/** Counts from the beginning, every time. */
function slowly(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset);
  const lines = before.split(/\r\n|\n|\r/);
  // Between CR and LF the line has not ended yet: LF belongs to it.
  if (before.endsWith('\r') && text[offset] === '\n') {
    const line = lines.length - 1;
    return { line, column: Array.from(lines[line - 1] ?? '').length + 2 };
  }
  return { line: lines.length, column: Array.from(lines.at(-1) ?? '').length + 1 };
}

const text = fc.string({
  unit: fc.constantFrom(
    'a',
    '\n',
    '\r',
    '\r\n',
    '💡',
    'é',
    '\ud83d',
    '\udca1',
    '\u{10000}',
    '\u{10ffff}',
    '\udc00',
    '\ue000',
  ),
  maxLength: 40,
});

it('counts lines and code points from 1, in whatever order places are asked for', () => {
  fc.assert(
    fc.property(
      text,
      fc.array(fc.nat(), { minLength: 1, maxLength: 12 }),
      fc.nat({ max: 3 }),
      fc.nat({ max: 3 }),
      (written, places, lineOffset, columnOffset) => {
        const positionAt = positionsIn(written, lineOffset, columnOffset);
        for (const place of places) {
          const offset = place % (written.length + 1);
          // Inside of a pair there is no place that anything could stand at.
          if (/^[\udc00-\udfff]/.test(written.slice(offset)) && /[\ud800-\udbff]$/.test(written.slice(0, offset)))
            continue;
          const { line, column } = slowly(written, offset);
          expect(positionAt(offset)).toEqual({
            line: line + lineOffset,
            column: line === 1 ? column + columnOffset : column,
          });
        }
      },
    ),
    { numRuns: 1_000 },
  );
});

it('takes no time for many places of one long line', () => {
  const positionAt = positionsIn('a'.repeat(200_000));
  for (let offset = 0; offset < 200_000; offset++) expect(positionAt(offset).column === offset + 1).toBe(true);
});
