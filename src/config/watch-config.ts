import { type FSWatcher, watch } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { LoadedConfig } from './load-config.ts';
import type { ConfigProblem } from './problem.ts';

/** What the watcher needs of the world; tests pass their own. */
export interface WatchWorld {
  /** Watches a folder; calls back with the name of what changed in it, or `null` when that is not known. */
  readonly watchFolder: (folder: string, changed: (name: string | null) => void) => { close(): void };
  /** Calls back once after `ms`, unless told to stop before. */
  readonly later: (ms: number, run: () => void) => { stop(): void };
  /** SIGHUP. Returns how to stop listening. */
  readonly onHangup: (run: () => void) => () => void;
}

export interface WatchHandlers {
  /** A configuration that can be read, to be compiled and applied. A throw is told to `onFault`. */
  readonly onChange: (loaded: Extract<LoadedConfig, { ok: true }>) => void | Promise<void>;
  /** A configuration that cannot: nothing has changed, and this is why. */
  readonly onFault: (errors: readonly ConfigProblem[]) => void;
}

/** Editors write in several steps; what happens within this span counts as one change. */
const settleMs = 150;

/**
 * Reads the configuration again when its file, or any file that it refers to, changes, and on SIGHUP. Folders are
 * watched, not files: an editor or a Kubernetes mount that puts a new file in the place of the old one is seen as well.
 * Two changes are never applied at the same time.
 *
 * @param files what the last reading depended on (`LoadedConfig.files`)
 * @param load reads anew, as at the start
 */
export function watchConfig(
  files: readonly string[],
  load: () => LoadedConfig | Promise<LoadedConfig>,
  handlers: WatchHandlers,
  world: WatchWorld = realWorld,
): { close(): void } {
  let folders: readonly { close(): void }[] = [];
  let depended = files;
  let watched: ReadonlySet<string> = new Set();
  let pending: { stop(): void } | undefined;
  let applying: Promise<void> = Promise.resolve();
  let closed = false;

  const reload = (): void => {
    pending = undefined;
    applying = applying.then(async () => {
      if (closed) return;
      try {
        // Before they are read: what changes while they are is heard.
        follow(depended);
        const loaded = await load();
        if (closed) return;
        follow(loaded.files);
        if (loaded.ok) await handlers.onChange(loaded);
        else handlers.onFault(loaded.errors);
      } catch (error) {
        const message = error instanceof Error ? error.message : 'it could not be applied';
        handlers.onFault([{ pointer: '', line: 0, column: 0, message }]);
      }
    });
  };
  const soon = (): void => {
    pending?.stop();
    pending = world.later(settleMs, reload);
  };
  // Anew each time: a folder that was moved away, or removed, is watched no more, though another bears its name.
  const follow = (next: readonly string[]): void => {
    depended = next;
    watched = new Set(next.map((file) => basename(file)));
    const before = folders;
    folders = [...new Set(next.map(dirname))].map((folder) =>
      world.watchFolder(folder, (name) => changed(folder, name)),
    );
    for (const left of before) left.close();
  };
  // Mounts swap a folder behind a symbolic link (`..data`): then no name that is watched appears. A folder that is moved
  // or removed itself says its own name.
  const changed = (folder: string, name: string | null): void => {
    if (name === null || watched.has(name) || name.startsWith('..') || name === basename(folder)) soon();
  };

  follow(files);
  const stopHangup = world.onHangup(soon);
  return {
    close: () => {
      closed = true;
      pending?.stop();
      stopHangup();
      for (const folder of folders) folder.close();
    },
  };
}

const realWorld: WatchWorld = {
  watchFolder: (folder, changed) => {
    let watcher: FSWatcher;
    try {
      watcher = watch(folder, { persistent: false }, (_event, name) => changed(name));
    } catch {
      // It is not there, or not yet: whoever makes it changes the folder above.
      const above = dirname(folder);
      if (above === folder) return { close: () => undefined };
      return realWorld.watchFolder(above, (name) => {
        if (name === null || name === basename(folder)) changed(null);
      });
    }
    watcher.on('error', () => watcher.close());
    return watcher;
  },
  later: (ms, run) => {
    const timer = setTimeout(run, ms);
    return { stop: () => clearTimeout(timer) };
  },
  onHangup: (run) => {
    process.on('SIGHUP', run);
    return () => process.off('SIGHUP', run);
  },
};
