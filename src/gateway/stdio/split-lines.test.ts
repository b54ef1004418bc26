import { Readable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitLines } from './split-lines.ts';

async function linesOf(chunks: readonly Buffer[], mostBytes = 1000): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of splitLines(Readable.from(chunks), mostBytes)) lines.push(line.toString());
  return lines;
}

describe('splitLines', () => {
  it('finds the same lines however the bytes arrive', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.string({ maxLength: 20 })), fc.array(fc.nat(30)), async (texts, cuts) => {
        const lines = texts.map((text) => text.replaceAll('\n', ' ')).filter((text) => text !== '');
        const bytes = Buffer.from(lines.map((text) => `${text}\n`).join(''));
        const chunks: Buffer[] = [];
        let at = 0;
        for (const cut of cuts) {
          chunks.push(bytes.subarray(at, at + cut));
          at += cut;
        }
        chunks.push(bytes.subarray(at));
        expect(await linesOf(chunks.filter((chunk) => chunk.length > 0))).toEqual(lines);
      }),
    );
  });

  it('keeps one byte more than allowed of a line that is too long, and the next one whole', async () => {
    const chunks = ['aaaa', 'aaaaaaaa', 'a\nbb\n'].map((text) => Buffer.from(text));
    expect(await linesOf(chunks, 5)).toEqual(['aaaaaa', 'bb']);
  });

  it('takes a last line without an end', async () => {
    expect(await linesOf([Buffer.from('one\ntwo')])).toEqual(['one', 'two']);
  });
});
