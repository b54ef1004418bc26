import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { type LoadedConfig, loadConfig } from './load-config.ts';
import { type WatchWorld, watchConfig } from './watch-config.ts';

/** A world that does nothing until it is told to. */
function still() {
  const folders = new Map<object, { readonly folder: string; readonly changed: (name: string | null) => void }>();
  let due: (() => void) | undefined;
  let timers = 0;
  let hangup: (() => void) | undefined;
  const world: WatchWorld = {
    watchFolder: (folder, changed) => {
      const watcher = { close: () => void folders.delete(watcher) };
      folders.set(watcher, { folder, changed });
      return watcher;
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
    touch: (file: string, name: string | null) => {
      for (const { folder, changed } of folders.values()) if (folder === dirname(file)) changed(name);
    },
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
  const answerBy = (load: () => LoadedConfig): void => {
    next = load;
  };
  const answer = (loaded: LoadedConfig): void => answerBy(() => loaded);
  const watcher = watchConfig(files, () => next(), handlers, clock.world);
  return { log, clock, watcher, handlers, answer, answerBy };
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
  expect([...clock.folders.values()].map(({ folder }) => folder)).toEqual(['/a', '/new']);
  watcher.close();
  expect(clock.folders.size).toBe(0);
});

test('a folder that is moved away is told by its own name, and another in its place is watched', async () => {
  const { clock, log } = watching(['/etc/toolgate/toolgate.yaml']);
  const [first] = clock.folders.keys();
  clock.touch('/etc/toolgate/x', 'toolgate');
  await clock.settle();
  expect(log).toEqual(['change']);
  expect([clock.folders.size, clock.folders.has(first as object)]).toEqual([1, false]);
});

test('what is put in the place of a folder while its files are read is read as well', async () => {
  const { clock, log, answerBy } = watching(['/a/toolgate.yaml']);
  answerBy(() => {
    const [now] = clock.folders.values();
    if (log.length === 0) now?.changed('toolgate.yaml');
    return good(['/a/toolgate.yaml']);
  });
  const [before] = clock.folders.values();
  clock.hangup();
  await clock.settle();
  expect([...clock.folders.values()]).not.toContain(before);
  await clock.settle();
  expect(log).toEqual(['change', 'change']);
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

test('for real: a folder in the place of another, or made anew, is watched as the first was', async () => {
  folder = mkdtempSync(join(tmpdir(), 'toolgate-watch-'));
  const own = join(folder, 'etc');
  const file = join(own, 'toolgate.yaml');
  const fill = (at: string, port: number): void => {
    mkdirSync(at);
    writeFileSync(join(at, 'toolgate.yaml'), `listen: 127.0.0.1:${port}\n`);
  };
  fill(own, 1);
  const ports: number[] = [];
  let heard = Promise.withResolvers<void>();
  const next = async (): Promise<void> => {
    await heard.promise;
    heard = Promise.withResolvers();
  };
  const watcher = watchConfig([file], () => loadConfig(file, {}), {
    onChange: ({ config }) => {
      ports.push(config.listen.port);
      heard.resolve();
    },
    onFault: () => heard.resolve(),
  });
  close = watcher.close;
  fill(`${own}.new`, 2);
  renameSync(own, `${own}.old`);
  renameSync(`${own}.new`, own);
  while (ports.at(-1) !== 2) await next();
  writeFileSync(file, 'listen: 127.0.0.1:3\n');
  while (ports.at(-1) !== 3) await next();
  rmSync(own, { recursive: true });
  await next();
  fill(own, 4);
  while (ports.at(-1) !== 4) await next();
});
