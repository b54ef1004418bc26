import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { type LoadedConfig, loadConfig } from './load-config.ts';
import { type WatchWorld, watchConfig } from './watch-config.ts';

/** A world that does nothing until it is told to. */
function still() {
  const folders = new Map<string, (name: string | null) => void>();
  let due: (() => void) | undefined;
  let timers = 0;
  let hangup: (() => void) | undefined;
  const world: WatchWorld = {
    watchFolder: (folder, changed) => {
      folders.set(folder, changed);
      return { close: () => void folders.delete(folder) };
    },
    later: (_ms, run) => {
      timers++;
      due = run;
      return {
        stop: () => {
          due = undefined;
        },
      };
    },
    onHangup: (run) => {
      hangup = run;
      return () => {
        hangup = undefined;
      };
    },
  };
  return {
    world,
    folders,
    timers: () => timers,
    touch: (file: string, name: string | null) => folders.get(dirname(file))?.(name),
    hangup: () => hangup?.(),
    /** Lets the settling time pass, and what follows from it happen. */
    settle: async () => {
      due?.();
      due = undefined;
      for (let turn = 0; turn < 10; turn++) await Promise.resolve();
    },
  };
}

const good = (files: readonly string[]): LoadedConfig => {
  const loaded = loadConfig(undefined, {});
  return loaded.ok ? { ...loaded, files } : loaded;
};
const bad = (files: readonly string[]): LoadedConfig => ({
  ok: false,
  errors: [{ pointer: '', line: 1, column: 1, message: 'bad' }],
  files,
});

function watching(files: readonly string[]) {
  const log: string[] = [];
  const clock = still();
  let next: () => LoadedConfig = () => good(files);
  const handlers = {
    onChange: (): void | Promise<void> => void log.push('change'),
    onFault: (errors: readonly { message: string }[]) => void log.push(errors.map(({ message }) => message).join()),
  };
  const answer = (loaded: LoadedConfig): void => {
    next = () => loaded;
  };
  const watcher = watchConfig(files, () => next(), handlers, clock.world);
  return { log, clock, watcher, handlers, answer };
}

test('many changes in a short while are one reload', async () => {
  const { log, clock } = watching(['/a/toolgate.yaml', '/b/policy.json']);
  clock.touch('/a/x', 'toolgate.yaml');
  clock.touch('/a/x', 'toolgate.yaml');
  clock.touch('/b/x', 'policy.json');
  clock.hangup();
  expect(log).toEqual([]);
  await clock.settle();
  expect(log).toEqual(['change']);
});

test('other files of the folder mean nothing; a nameless change and a swapped mount do', async () => {
  const { log, clock } = watching(['/a/toolgate.yaml']);
  clock.touch('/a/x', 'other.yaml');
  expect(clock.timers()).toBe(0);
  clock.touch('/a/x', null);
  await clock.settle();
  clock.touch('/a/x', '..data');
  await clock.settle();
  expect(log).toEqual(['change', 'change']);
});

test('a bad file changes nothing, is told, and is watched on', async () => {
  const { log, clock, answer } = watching(['/a/toolgate.yaml']);
  answer(bad(['/a/toolgate.yaml']));
  clock.touch('/a/x', 'toolgate.yaml');
  await clock.settle();
  answer(good(['/a/toolgate.yaml']));
  clock.touch('/a/x', 'toolgate.yaml');
  await clock.settle();
  expect(log).toEqual(['bad', 'change']);
});

test('a configuration that cannot be applied is told as well', async () => {
  const { log, clock, handlers } = watching(['/a/toolgate.yaml']);
  handlers.onChange = () => Promise.reject(new Error('the policy does not compile'));
  clock.hangup();
  await clock.settle();
  expect(log).toEqual(['the policy does not compile']);
});

test('the files that the new configuration refers to are watched, the old ones no more', async () => {
  const { clock, answer, watcher } = watching(['/a/toolgate.yaml', '/old/p.json']);
  answer(good(['/a/toolgate.yaml', '/new/p.json']));
  clock.hangup();
  await clock.settle();
  expect([...clock.folders.keys()]).toEqual(['/a', '/new']);
  watcher.close();
  expect(clock.folders.size).toBe(0);
});

let folder: string | undefined;
let close: (() => void) | undefined;
afterEach(() => {
  close?.();
  if (folder !== undefined) rmSync(folder, { recursive: true });
});

test('for real: a file that an editor replaces, twice, is seen twice', async () => {
  folder = mkdtempSync(join(tmpdir(), 'toolgate-watch-'));
  const file = join(folder, 'toolgate.yaml');
  writeFileSync(file, 'listen: 127.0.0.1:1\n');
  let heard = Promise.withResolvers<number>();
  const watcher = watchConfig([file], () => loadConfig(file, {}), {
    onChange: ({ config }) => heard.resolve(config.listen.port),
    onFault: (errors) => heard.reject(new Error(JSON.stringify(errors))),
  });
  close = watcher.close;
  for (const port of [2, 3]) {
    writeFileSync(`${file}.new`, `listen: 127.0.0.1:${port}\n`);
    renameSync(`${file}.new`, file);
    expect(await heard.promise).toBe(port);
    heard = Promise.withResolvers();
  }
});
