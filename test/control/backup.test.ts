import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { operator } from '../../src/accounts/index.ts';
import { decide, type Lasting } from '../../src/approvals/index.ts';
import { noteSetBack } from '../../src/control/verbs/installation/index.ts';
import { newId } from '../../src/kernel/index.ts';
import { loadKeyRing } from '../../src/seal/index.ts';
import {
  argumentSeal,
  decidableApproval,
  findApproval,
  SqlQueue,
  writeDecided,
} from '../../src/store/approvals/index.ts';
import { openAuditReader, openFolder, restoreBackup, writeBackup } from '../../src/store/index.ts';
import { askingOf, person } from '../contract/approvals/calls.ts';
import { newBrowser } from '../support/browser-end.ts';
import { openTestControl, type TestControl } from '../support/control.ts';

const now = Date.UTC(2027, 0, 15, 12);
let plane: TestControl;
let place: string;
let file: string;
beforeEach(async () => {
  plane = await openTestControl();
  place = mkdtempSync(join(tmpdir(), 'toolgate-restored-'));
  file = join(place, 'the.backup');
});
afterEach(async () => {
  await plane.close();
  rmSync(place, { recursive: true, force: true });
});

const back = () => writeBackup({ dataFolder: plane.folder, keys: plane.control.keys, file, now, version: '0.0.0' });

/** A folder with the key of the one that was backed up. */
function folderWithKey(): string {
  const folder = mkdtempSync(join(place, 'folder-'));
  copyFileSync(join(plane.folder, 'secret.key'), join(folder, 'secret.key'));
  chmodSync(join(folder, 'secret.key'), 0o600);
  return folder;
}

const restore = (folder: string, replace = false, from = file) =>
  restoreBackup({
    dataFolder: folder,
    keys: (path) => loadKeyRing({ env: {}, folder: path, create: false }),
    file: from,
    replace,
    now,
  });

async function populated(): Promise<{ apiKey: string; browser: ReturnType<typeof newBrowser> }> {
  const link = (await plane.ask('POST', '/setup/link', { body: {} })).body as { link: string };
  const browser = newBrowser(plane);
  const person = { email: 'ada@example.com', name: 'Ada', password: 'correct horse battery' };
  await browser.ask('POST', '/setup', { secret: link.link.split('#')[1], ...person });
  const body = { name: 'ci', role: 'admin' };
  const made = await plane.ask('POST', '/api-keys', { body, headers: { 'idempotency-key': 'k' } });
  return { apiKey: (made.body as { key: string }).key, browser };
}

/** Calls that need a person, and one who agrees, in the database of a control plane. */
function approvalsIn({ control, clock }: TestControl) {
  const { sql } = control;
  const argumentsSeal = argumentSeal(control.keys);
  const queue = new SqlQueue(sql, {
    clock,
    seal: argumentsSeal,
    onError: (error) => expect.unreachable(String(error)),
  });
  const asking = (name: string) => askingOf({ args: { name }, call: { subject: { kind: 'tool', name } } });
  const pending = async (name: string): Promise<string> => {
    const answer = await queue.ask(asking(name));
    return answer.kind === 'pending' ? answer.id : expect.unreachable(answer.kind);
  };
  return {
    pending,
    approved: async (name: string, lasting?: Lasting): Promise<void> => {
      const approval = await findApproval(sql, await pending(name));
      if (approval === undefined) return expect.unreachable();
      const decidable = await decidableApproval(sql, approval, argumentsSeal);
      const deciding = decide(decidable, { verdict: 'approve', lasting }, person('ada'), newId, clock.now());
      if (!deciding.ok) return expect.unreachable(deciding.why);
      await sql.transaction().execute((tx) => writeDecided(tx, deciding.decided, argumentsSeal));
    },
    asks: async (name: string): Promise<string> => (await queue.ask(asking(name))).kind,
    /** Whether a call goes through without anybody being asked. */
    passes: async (name: string): Promise<boolean> => {
      const { request } = asking(name);
      const answer = await queue.ask(asking(name));
      return answer.kind === 'cleared' && (await queue.consume(answer.clearance, request.call, request.entries, 'r'));
    },
  };
}

describe('a backup', () => {
  it('is taken while others write, and brings back users, keys and records, but no session', async () => {
    const { apiKey, browser } = await populated();
    const writing = Array.from({ length: 20 }, (_, i) =>
      plane.ask('POST', '/api-keys', { body: { name: `k${i}`, role: 'viewer' } }),
    );
    await back();
    await Promise.all(writing);
    const folder = folderWithKey();
    const { records, manifest } = await restore(folder);
    expect(manifest.createdAt).toBe(now);
    expect(records).toBeGreaterThanOrEqual(4);
    const other = await openTestControl({}, folder);
    try {
      expect((await other.ask('GET', '/users', { bearer: apiKey })).status).toBe(200);
      const headers = { cookie: browser.cookie, authorization: `Bearer ${browser.token}` };
      expect((await other.ask('GET', '/session', { as: 'nobody', headers })).status).toBe(401);
      expect(await other.control.sql.selectFrom('idempotency').selectAll().execute()).toEqual([]);
      await other.ask('POST', '/api-keys', { body: { name: 'after', role: 'viewer' } });
      const reader = openAuditReader(folder);
      expect((await reader.verify(other.control.keys, [])).findings).toEqual([]);
      await reader.close();
    } finally {
      await other.control.sql.destroy();
    }
  });

  it('tells nothing without the key: no name, no address, no digest', async () => {
    await populated();
    await back();
    const bytes = readFileSync(file);
    for (const word of ['ada@example.com', 'SQLite format', 'api_key', 'argon2id'])
      expect(bytes.includes(word)).toBe(false);
    expect(bytes.subarray(0, 20).toString()).toBe('{"format":"toolgate ');
    expect(bytes.includes(readFileSync(join(plane.folder, 'secret.key')).subarray(0, 44))).toBe(false);
    const strange = mkdtempSync(join(place, 'strange-'));
    await expect(restore(strange)).rejects.toThrow(/no secret key/);
    loadKeyRing({ env: {}, folder: strange, create: true });
    await expect(restore(strange)).rejects.toThrow(/not in the key ring/);
    expect(readdirSync(strange)).not.toContain('toolgate.db');
  });

  it('that was cut, altered, or put together anew is refused, and changes nothing', async () => {
    await populated();
    await back();
    const whole = readFileSync(file);
    const head = whole.indexOf(10) + 1;
    const flip = (at: number): Buffer => {
      const copy = Buffer.from(whole);
      copy.writeUInt8(copy.readUInt8(at) ^ 1, at);
      return copy;
    };
    const tampered = [
      whole.subarray(0, whole.length - 1),
      whole.subarray(0, head),
      Buffer.concat([whole, Buffer.from([0])]),
      Buffer.concat([whole, whole.subarray(head)]),
      flip(15),
      flip(head),
      flip(head + 10),
      flip(whole.length - 1),
      Buffer.from('no backup at all'),
      Buffer.alloc(0),
    ];
    const folder = folderWithKey();
    const broken = join(place, 'broken');
    for (const bytes of tampered) {
      writeFileSync(broken, bytes);
      await expect(restore(folder, false, broken)).rejects.toMatchObject({ name: 'SealError' });
    }
    expect(readdirSync(folder).filter((name) => /db|restore/.test(name))).toEqual([]);
  });

  it('is never written over another file, and leaves nothing when it fails', async () => {
    writeFileSync(file, 'mine');
    await expect(back()).rejects.toMatchObject({ code: 'EEXIST' });
    expect(readFileSync(file, 'utf8')).toBe('mine');
    expect(readdirSync(place)).toEqual(['the.backup']);
    expect(readdirSync(plane.folder).filter((name) => name.startsWith('backup-'))).toEqual([]);
  });
});

describe('a restore', () => {
  it('leaves an installation alone, or moves all of it aside', async () => {
    await populated();
    await back();
    const folder = folderWithKey();
    await restore(folder);
    await expect(restore(folder)).rejects.toThrow(/--replace/);
    const { aside } = await restore(folder, true);
    expect(existsSync(join(aside ?? '', 'toolgate.db'))).toBe(true);
    expect(existsSync(join(folder, 'toolgate.db'))).toBe(true);
    expect(existsSync(join(folder, 'secret.key'))).toBe(true);
  });

  it('waits for nobody: a folder that is in use is refused', async () => {
    await populated();
    await back();
    const folder = folderWithKey();
    const held = openFolder(folder, { mode: 'exclusive' });
    try {
      await expect(restore(folder)).rejects.toMatchObject({ name: 'FolderInUse' });
    } finally {
      held.release();
    }
  });

  it('brings nothing to life that is not a table of ours', async () => {
    await populated();
    const { folder } = plane;
    await plane.control.sql.destroy();
    const database = new DatabaseSync(join(folder, 'toolgate.db'));
    database.exec('CREATE TRIGGER planted AFTER INSERT ON event BEGIN DELETE FROM api_key; END');
    database.close();
    await writeBackup({ dataFolder: folder, keys: plane.control.keys, file, now, version: '0.0.0' });
    await expect(restore(folderWithKey())).rejects.toThrow(/not ours/);
  });

  it('refuses records that are not as they were written', async () => {
    await populated();
    await plane.control.sql.updateTable('event').set({ text: '{}' }).where('seq', '=', 1).execute();
    await back();
    await expect(restore(folderWithKey())).rejects.toThrow(/not as they were written/);
  });

  it('lets no approval be used twice: what was approved, and what need not be asked, is over', async () => {
    const desk = approvalsIn(plane);
    await desk.approved('used since');
    await desk.approved('lasting', { minutes: 60, arguments: 'any' });
    await desk.pending('not decided');
    await back();
    // What the backup does not know of.
    expect(await desk.passes('used since')).toBe(true);
    expect(await desk.passes('used since')).toBe(false);
    const folder = folderWithKey();
    const { ended } = await restore(folder);
    expect(ended).toEqual({ approvals: 2, exceptions: 1 });
    const other = await openTestControl({}, folder);
    try {
      const there = approvalsIn(other);
      for (const name of ['used since', 'lasting', 'not decided']) expect(await there.passes(name), name).toBe(false);
      // Who had one hears that it is over, and the next time it is asked for.
      expect(await there.asks('used since')).toBe('pending');
      expect(await there.asks('not decided')).toBe('pending');
    } finally {
      await other.control.sql.destroy();
    }
  });
});

describe('a database that is found set back', () => {
  it('loses what may have ended since, and nothing that was begun after what was seen in it', async () => {
    const { browser } = await populated();
    const { control, clock } = plane;
    const { sql } = control;
    const { approved, passes, asks, pending } = approvalsIn(plane);
    const invite = (email: string) => plane.ask('POST', '/invitations', { body: { email, name: 'B', role: 'viewer' } });
    await approved('before');
    await approved('often', { uses: 5, arguments: 'same' });
    await pending('waits');
    await invite('before@example.com');
    const time = clock.now();

    clock.advance(1_000);
    await approved('after');
    await invite('after@example.com');
    const later = newBrowser(plane);
    await later.ask('POST', '/session', { email: 'ada@example.com', password: 'correct horse battery' });
    const ended = await control.run(noteSetBack, { chain: 'c', seq: 7, time }, { actor: operator });
    expect(ended).toEqual({ approvals: 2, exceptions: 1, sessions: 1, links: 1 });

    expect([await asks('before'), await passes('often'), await passes('after'), await asks('waits')]).toEqual([
      'expired',
      false,
      true,
      'pending',
    ]);
    expect((await browser.ask('GET', '/session')).status).toBe(401);
    expect((await later.ask('GET', '/session')).status).toBe(200);
    const links = await sql.selectFrom('invitation').select('email').execute();
    expect(links).toEqual([{ email: 'after@example.com' }]);
    const event = await sql
      .selectFrom('event')
      .select('text')
      .where('name', '=', 'installation.set_back')
      .executeTakeFirst();
    expect(JSON.parse(event?.text ?? '')).toMatchObject({ detail: { seq: 7, lastSeen: time, sessions: 1, links: 1 } });
  });
});
