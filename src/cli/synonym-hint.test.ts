import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { main } from './main.ts';
import { synonymHint } from './synonym-hint.ts';

async function run(...argv: string[]): Promise<{ readonly status: number; readonly said: string }> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const status = await main(argv, { stdin: new PassThrough(), stdout, stderr, env: {}, cwd: '/' });
  return { status, said: String(stderr.read() ?? '') };
}

describe('a usual word that a noun does not have', () => {
  it.each([
    ['server create', 'it is `add`'],
    ['server new', 'it is `add`'],
    ['server delete', 'it is `remove`'],
    ['server rm', 'it is `remove`'],
    ['server ls', 'it is `list`'],
    ['server get', 'it is `show`'],
    ['server describe', 'it is `show`'],
    ['grant add', 'it is `create`'],
    ['grant new', 'it is `create`'],
    ['grant delete', 'it is `revoke`'],
    ['grant edit', 'it is `update`'],
    ['policy create', 'it is `apply`'],
    ['policy update', 'it is `apply`'],
    ['user create', 'it is `invite`'],
    ['capture delete', 'it is `unset` or `remove`'],
    ['approvals groups create', 'it is `set`'],
    ['approvals exceptions remove', 'it is `revoke`'],
    // Not `replay`, `check` or whatever is spelled alike.
    ['policy delete', 'nor another command that does it'],
  ])('%s: told the command that does it', async (line, meant) => {
    const words = line.split(' ');
    const noun = words.slice(0, -1).join(' ');
    expect(await run(...words, 'x')).toEqual({
      status: 2,
      said: expect.stringMatching(
        new RegExp(
          `^toolgate: there is no \`${words.at(-1)}\` here[;,] ${meant}\\n\\(toolgate ${noun} --help .*\\)\\n$`,
        ),
      ),
    });
  });

  it('leaves a slip of the finger to the spelling, and what stands before every noun', async () => {
    expect((await run('server', 'lsit')).said).toContain('(Did you mean list?)');
    expect((await run('create')).said).toContain("unknown command 'create'");
    expect(synonymHint('lsit', ['list'])).toBeUndefined();
  });
});
