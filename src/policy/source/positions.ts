/** Where something stands: line and column from 1, the column in code points. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/**
 * Turns offsets of a text into positions. Lines end at LF, CR LF or CR.
 *
 * @param lineOffset added to every line, for a policy that stands inside another file
 */
export function positionsIn(text: string, lineOffset = 0): (offset: number) => Position {
  let starts: number[] | undefined;
  return (offset) => {
    starts ??= lineStarts(text);
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    const start = starts[low] ?? 0;
    let column = 1;
    for (const _ of text.slice(start, offset)) column++;
    return { line: low + 1 + lineOffset, column };
  };
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (const match of text.matchAll(/\r\n|\n|\r/g)) starts.push(match.index + match[0].length);
  return starts;
}
