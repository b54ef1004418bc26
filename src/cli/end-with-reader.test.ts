import { Writable } from 'node:stream';
import { expect, it, vi } from 'vitest';
import { endWithReader } from './end-with-reader.ts';

/** Writes what nobody reads. @returns how the process was ended, if it was */
async function written(command: string | undefined, code: string): Promise<number | undefined> {
  const output = new Writable({
    write: (_chunk, _encoding, done) => done(Object.assign(new Error('closed'), { code })),
  });
  const exit = vi.fn<(code: number) => void>();
  endWithReader(command, output, exit);
  const closed = new Promise((resolve) => output.once('close', resolve));
  output.write('a line');
  await closed;
  return exit.mock.calls[0]?.[0];
}

it.each([
  ['audit', 0],
  [undefined, 0],
  ['up', undefined],
  ['run', undefined],
])('%s whose reader has gone: exit status %s', async (command, status) => {
  expect(await written(command, 'EPIPE')).toBe(status);
});

it('takes no other failure for that', () => {
  const output = new Writable();
  endWithReader('audit', output, () => undefined);
  expect(() => output.emit('error', Object.assign(new Error('disk full'), { code: 'ENOSPC' }))).toThrow('disk full');
});
