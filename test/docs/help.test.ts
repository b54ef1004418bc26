/** Every command that there is, found by walking through the helps from the top, as somebody who learns it does. */
import { PassThrough, Writable } from 'node:stream';
import { beforeAll, describe, expect, test } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { synonymHint } from '../../src/cli/synonym-hint.ts';
import { commandsIn, listsIn } from './commands-in-help.ts';

async function run(argv: readonly string[]) {
  const said = { out: '', err: '' };
  const into = (name: 'out' | 'err') =>
    new Writable({
      write(chunk, _encoding, done) {
        said[name] += String(chunk);
        done();
      },
    });
  const io = { stdin: new PassThrough(), stdout: into('out'), stderr: into('err'), env: {}, cwd: '/' };
  return { status: await main(argv, io), ...said };
}

interface Found {
  readonly path: readonly string[];
  readonly help: string;
  readonly below: readonly string[];
}

async function walk(path: readonly string[]): Promise<Found[]> {
  const { status, out, err } = await run([...path, '--help']);
  expect([path, status, err]).toEqual([path, 0, '']);
  const below = commandsIn(out);
  const found: Found[] = [{ path, help: out, below }];
  for (const name of below) found.push(...(await walk([...path, name])));
  return found;
}

let all: readonly Found[];
beforeAll(async () => {
  all = await walk([]);
}, 60_000);

const named = (which: readonly Found[]): string[] => which.map(({ path }) => path.join(' '));

describe('every command', () => {
  test('is found', () => {
    expect(all.length).toBeGreaterThan(90);
  });

  test('says what it does, and shows an example', () => {
    const dumb = all.filter(({ help }) => !/^Usage: .*\n\n\S/.test(help) || !/^Examples?:\n {2}\S/m.test(help));
    expect(named(dumb)).toEqual([]);
  });

  test('says it in sentences, in the lists of commands as well', () => {
    const odd = all.flatMap(({ path, help }) => {
      const [, what = ''] = /^Usage: .*\n\n((?:\S.*\n)+)/.exec(help) ?? [];
      // What stands behind a name, joined again where the list breaks it.
      const listed = listsIn(help)
        .join('')
        .split(/\n(?= {2}\S)/)
        .map((line) =>
          line
            .trim()
            .replace(/^(?:\S+ )*\S+ {2,}/, '')
            .replaceAll(/\s+/g, ' '),
        )
        .filter((text) => text !== '' && text !== 'display help for command');
      return [what.trim(), ...listed]
        .filter((text) => !/^[A-Z`]/.test(text) || !/[.`)]$/.test(text))
        .map((text) => [path, text]);
    });
    expect(odd).toEqual([]);
  });

  test('breaks lines where the terminal ends, and tells of no default that is nothing', () => {
    const broken = all.flatMap(({ path, help }) => {
      const [, what = ''] = /^Usage: .*\n\n((?:\S.*\n)+)/.exec(help) ?? [];
      const lines = what.trimEnd().split('\n');
      return lines
        .filter((line, at) => line.length + 1 + (lines[at + 1]?.split(' ')[0]?.length ?? 80) <= 80)
        .map((line) => [path, line]);
    });
    expect(broken).toEqual([]);
    expect(named(all.filter(({ help }) => /default:\s+(?:false|\[\])/.test(help)))).toEqual([]);
  });

  test('is the same whichever way it is asked for, and an unknown one is not', async () => {
    for (const { path, help } of all.filter((found) => found.path.length > 0)) {
      expect(await run(['help', ...path])).toEqual({ status: 0, out: help, err: '' });
    }
    const { status, err } = await run(['help', 'grnt']);
    expect([status, err]).toEqual([2, expect.stringContaining('Did you mean grant?')]);
  }, 60_000);

  test('says in a sentence what is wrong with its line, and where to read on, with status 2', async () => {
    const wrong: string[] = [];
    for (const { path, below } of all) {
      // `run` begins by what it is to run.
      const mistake = below.length > 0 ? 'no-such-command' : '--no-such-option';
      const { status, out, err } = await run([...path, mistake]);
      const sentence = /^toolgate: .*(?:no-such-|required option).*\n\(toolgate( [a-z-]+)* --help .*\)\n$/;
      if (status !== 2 || out !== '' || !sentence.test(err)) wrong.push(`${path.join(' ')}: ${status} ${err}`);
    }
    expect(wrong).toEqual([]);
  }, 60_000);

  test('is the only kind that is offered for a usual word that a noun does not have', () => {
    const usual = [
      'add',
      'create',
      'new',
      'invite',
      'delete',
      'del',
      'rm',
      'remove',
      'revoke',
      'ls',
      'get',
      'edit',
      'set',
    ];
    const offered = all.flatMap(({ path, below }) =>
      usual
        .filter((word) => below.length > 0 && !below.includes(word))
        .map((word) => {
          const hint = synonymHint(word, below) ?? '';
          expect(hint).toContain(`there is no \`${word}\` here`);
          const names = [...hint.matchAll(/`([a-z-]+)`/g)].slice(1).map(([, name = '']) => name);
          expect(below, `${path.join(' ')} ${word}: ${hint}`).toEqual(expect.arrayContaining(names));
          return names.length;
        }),
    );
    expect(offered.filter((count) => count > 0).length).toBeGreaterThan(50);
  });
});
