import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { KeyRing } from '../../seal/index.ts';
import { openStore } from '../open-store.ts';
import { openDraft } from './draft-folder.ts';
import { restoreBackup } from './restore-backup.ts';
import { newPart, sweepDrafts } from './sweep-drafts.ts';
import { writeBackup } from './write-backup.ts';

const keys = new KeyRing([Buffer.alloc(32, 7)]);
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'toolgate-drafts-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Another process that has begun a draft and a copy in it. */
async function working(): Promise<{ readonly path: string; kill(): Promise<void> }> {
  const script = `
    import { writeFileSync } from 'node:fs';
    const { openDraft } = await import(${JSON.stringify(new URL('draft-folder.ts', import.meta.url).href)});
    const draft = openDraft(${JSON.stringify(folder)}, 'backup');
    writeFileSync(draft.path + '/toolgate.db', 'in the clear');
    console.log(draft.path);
    setInterval(() => draft, 1_000_000);`;
  const args = ['--no-warnings', '--input-type=module', '-e', script];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const [said] = await once(child.stdout, 'data');
  return {
    path: String(said).trim(),
    kill: async () => {
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
  };
}

/** What a process left that was killed. */
async function left(): Promise<string> {
  const { path, kill } = await working();
  await kill();
  expect(readdirSync(path)).toContain('toolgate.db');
  return path;
}

describe('what a backup or a restore left that was killed', () => {
  it('is removed, and nothing else: not what somebody works in, and not what was moved aside', async () => {
    const others = ['before-restore-2027-01-15T12-00-00-000Z', 'backup-of-mine', 'restore-notes', 'journal'];
    for (const name of others) mkdirSync(join(folder, name));
    writeFileSync(join(folder, 'backup-abcdef'), 'a file');
    const path = await left();
    const early = join(folder, 'restore-Ab3dE6');
    mkdirSync(early);
    const other = await working();
    const mine = openDraft(folder, 'restore');
    try {
      sweepDrafts(folder);
      expect([path, early, other.path, mine.path].map((one) => existsSync(one))).toEqual([false, false, true, true]);
      for (const name of [...others, 'backup-abcdef']) expect(existsSync(join(folder, name))).toBe(true);
    } finally {
      mine.remove();
      await other.kill();
    }
    expect(existsSync(mine.path)).toBe(false);
  });

  it('is removed where the backup was to be, too: what was sealed of it, and no other file that a draft names', async () => {
    const out = mkdtempSync(join(tmpdir(), 'toolgate-drafts-out-'));
    try {
      const [other, dying, forged] = [await working(), await working(), await working()];
      const [theirs, part] = [newPart(other.path, out), newPart(dying.path, out)];
      writeFileSync(join(forged.path, 'part'), join(out, 'mine.part'));
      await dying.kill();
      await forged.kill();
      const strangers = ['mine.part', `.${'a'.repeat(32)}.part`];
      for (const file of [part, theirs, ...strangers.map((name) => join(out, name))]) writeFileSync(file, 'sealed');
      sweepDrafts(folder);
      await other.kill();
      expect(existsSync(part)).toBe(false);
      expect(readdirSync(out).sort()).toEqual([...strangers, basename(theirs)].sort());
      expect([existsSync(dying.path), existsSync(forged.path)]).toEqual([false, false]);
      // The one that was at work is dead by now, and its own is found as well.
      sweepDrafts(folder);
      expect(existsSync(theirs)).toBe(false);
    } finally {
      rmSync(out, { recursive: true });
    }
  });

  it('has said where the backup is written before anything of it is', async () => {
    await (await openStore(folder, { mode: 'exclusive', keys: () => keys })).close();
    const out = mkdtempSync(join(tmpdir(), 'toolgate-drafts-out-'));
    const noted: string[] = [];
    const seen: string[] = [];
    const onProgress = (): void => {
      for (const name of readdirSync(folder).filter((one) => one.startsWith('backup-'))) {
        noted.push(readFileSync(join(folder, name, 'part'), 'utf8'));
      }
      seen.push(...readdirSync(out).map((name) => join(out, name)));
    };
    try {
      await writeBackup({ dataFolder: folder, keys, file: join(out, 'b'), now: 1, version: '0', onProgress });
      expect(seen.length).toBeGreaterThan(0);
      expect(noted).toEqual(seen);
      expect(readdirSync(out)).toEqual(['b']);
    } finally {
      rmSync(out, { recursive: true });
    }
  });

  it('is gone after the next start', async () => {
    const path = await left();
    const store = await openStore(folder, { mode: 'exclusive', keys: () => keys });
    await store.close();
    expect(existsSync(path)).toBe(false);
  });

  it('is gone after the next backup', async () => {
    await (await openStore(folder, { mode: 'exclusive', keys: () => keys })).close();
    const path = await left();
    const out = mkdtempSync(join(tmpdir(), 'toolgate-drafts-out-'));
    try {
      await writeBackup({ dataFolder: folder, keys, file: join(out, 'b'), now: 1, version: '0' });
      expect(existsSync(path)).toBe(false);
      expect(readdirSync(folder).filter((name) => name.startsWith('backup-'))).toEqual([]);
    } finally {
      rmSync(out, { recursive: true });
    }
  });

  it('is gone after the next restore, even one that failed', async () => {
    const path = await left();
    writeFileSync(join(folder, 'no-backup'), 'x');
    const file = join(folder, 'no-backup');
    await expect(
      restoreBackup({ dataFolder: folder, keys: () => keys, file, replace: false, now: 1 }),
    ).rejects.toThrow();
    expect(existsSync(path)).toBe(false);
    expect(readdirSync(folder).filter((name) => name.startsWith('restore-'))).toEqual([]);
  });
});
