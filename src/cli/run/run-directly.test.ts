import { PassThrough } from 'node:stream';
import { CommanderError } from 'commander';
import fc from 'fast-check';
import { expect, it, vi } from 'vitest';
import type { Io } from '../io.ts';
import { type RunOptions, run } from './run.ts';
import { build } from './run-command.ts';
import { understood } from './run-directly.ts';

vi.mock('./run.ts', () => ({ run: vi.fn() }));

const io: Io = { stdin: new PassThrough(), stdout: new PassThrough(), stderr: new PassThrough(), env: {}, cwd: '/' };

/** What the library makes of the same words; `undefined` where it complains or helps. */
async function byLibrary(words: readonly string[]): Promise<{ command: string[]; options: RunOptions } | undefined> {
  vi.mocked(run).mockClear();
  const program = build(io, () => {})
    .exitOverride()
    .configureOutput({ writeOut: () => {}, writeErr: () => {} });
  try {
    await program.parseAsync([...words], { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) return undefined;
    throw error;
  }
  const [command, options] = vi.mocked(run).mock.calls[0] ?? [];
  return command && options && { command: [...command], options };
}

const names = build(io, () => {}).options.map(({ long }) => long ?? '');

it('knows every option', () => {
  const complete = names.flatMap((name) => (name === '--allow-private' ? [name] : [name, 'x']));
  expect(understood(complete)?.options).toEqual({
    policy: 'x',
    listen: 'x',
    url: 'x',
    header: ['x'],
    headerEnv: ['x'],
    env: ['x'],
    name: 'x',
    data: 'x',
    allowPrivate: true,
  });
});

it('says what the library says, or leaves it to the library', async () => {
  const word = fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...names) },
    fc.constantFrom('--', '-', '-v', '-h', '--help', '--version', '--no-policy', '--allow-private=x', '--polic', ''),
    fc
      .tuple(fc.constantFrom(...names), fc.constantFrom('', 'x', '-x', 'a=b'))
      .map(([name, value]) => `${name}=${value}`),
    fc.constantFrom('policy.json', 'npx', '-y', 'A: b', 'NAME=value', '--anything', 'x'),
  );
  let direct = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(word, { maxLength: 9 }), fc.boolean(), async (words, usual) => {
      const line = usual ? ['--policy', 'p', ...words] : words;
      const quick = understood(line);
      if (quick === undefined) return;
      direct += 1;
      expect(quick).toEqual(await byLibrary(line));
    }),
    { numRuns: 3_000 },
  );
  expect(direct).toBeGreaterThan(100);
});

it.each([
  [
    ['--policy', 'p', '--', 'npx', '-y', 'x', '--policy', 'q', '--', 'z'],
    ['npx', '-y', 'x', '--policy', 'q', '--', 'z'],
  ],
  [
    ['npx', '--policy', 'p', 'x'],
    ['npx', 'x'],
  ],
])('%j', async (words, command) => {
  expect(understood(words)).toMatchObject({ command, options: { policy: 'p' } });
  expect(await byLibrary(words)).toEqual(understood(words));
});
