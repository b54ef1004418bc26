/** Where something stands: line and column from 1, the column in code points. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/**
 * Turns offsets of a text into positions. Lines end at LF, CR LF or CR.
 *
 * @param lineOffset added to every line, for a policy that stands inside another file
 * @param columnOffset added to the columns of the first line: what stands before it there
 */
export function positionsIn(text: string, lineOffset = 0, columnOffset = 0): (offset: number) => Position {
  let starts: number[] | undefined;
  // Places are mostly asked for in order, and a document may be one long line: counting goes on where it stopped.
  let last = { start: 0, offset: 0, column: 1 };
  return (offset) => {
    starts ??= lineStarts(text);
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] as number) <= offset) low = middle;
      else high = middle - 1;
    }
    const start = starts[low] as number;
    let { offset: at, column } = last.start === start && last.offset <= offset ? last : { offset: start, column: 1 };
    for (; at < offset; at++) {
      // The second half of a pair is no code point of its own.
      const isSecondHalf = isIn(text.charCodeAt(at), 0xdc00) && isIn(text.charCodeAt(at - 1), 0xd800);
      if (!isSecondHalf) column++;
    }
    last = { start, offset, column };
    return { line: low + 1 + lineOffset, column: low === 0 ? column + columnOffset : column };
  };
}

/** Whether a unit is one of the 1,024 surrogates from `first` on. */
function isIn(code: number, first: number): boolean {
  return code >= first && code < first + 0x400;
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (const match of text.matchAll(/\r\n|\n|\r/g)) starts.push(match.index + match[0].length);
  return starts;
}
