import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkTotp, operator, totpCode, totpStep } from '../../src/accounts/index.ts';
import { openControlFolder } from '../../src/composition/control-plane.ts';
import { sealerOf } from '../../src/control/sealer.ts';
import { resealKeys } from '../../src/control/verbs/keys/index.ts';
import { sealedColumns } from '../../src/control/verbs/keys/sealed-values.ts';
import { createMessage } from '../../src/control/verbs/message/index.ts';
import { secretOf } from '../../src/control/verbs/second-factor/second-factor.ts';
import { valuesContext } from '../../src/notify/index.ts';
import { addKey, loadKeyRing } from '../../src/seal/index.ts';
import { argumentSeal, SqlQueue } from '../../src/store/approvals/index.ts';
import { isUnused, openAuditReader, openStore } from '../../src/store/index.ts';
import { askingOf } from '../contract/approvals/calls.ts';
import { newBrowser } from '../support/browser-end.ts';
import { openTestControl, type TestControl } from '../support/control.ts';

let plane: TestControl;
beforeEach(async () => {
  plane = await openTestControl();
});
afterEach(() => plane.close());

const keysOf = (folder: string) => loadKeyRing({ env: {}, folder, create: false });

describe('a rotation of the secret key', () => {
  it('seals everything anew, keeps records verifiable, and goes on with a chain of its own', async () => {
    const link = (await plane.ask('POST', '/setup/link', { body: {} })).body as { link: string };
    const browser = newBrowser(plane);
    const password = 'correct horse battery';
    const person = { email: 'ada@example.com', name: 'Ada', password };
    await browser.ask('POST', '/setup', { secret: link.link.split('#')[1], ...person });
    await browser.ask('POST', '/profile/second-factor', { password });
    const before = plane.control.keys.current;
    const told = { about: '/x', from: 'eve@example.com', text: 'Is this yours?', address: '192.0.2.1' };
    await plane.control.run(createMessage, told, { actor: operator });
    const { clock, control } = plane;
    const onError = (error: unknown) => expect.unreachable(String(error));
    const queue = new SqlQueue(control.sql, { clock, seal: argumentSeal(control.keys), onError });
    expect((await queue.ask(askingOf({ args: { pin: 1234 } }))).kind).toBe('pending');
    await queue.close();
    await plane.control.sql.destroy();

    addKey(plane.folder, {});
    const after = await openTestControl({}, plane.folder);
    try {
      expect(after.control.keys.ids).toEqual([keysOf(plane.folder).current, before]);
      const done = await after.control.run(resealKeys, {}, { actor: operator });
      expect(done).toEqual({
        key: after.control.keys.current,
        resealed: {
          'approval.arguments': 1,
          'approval.call_digest': 1,
          'outbox.sealed': 1,
          'second_factor.secret': 1,
        },
      });
      const message = await after.control.sql.selectFrom('outbox').select(['id', 'sealed']).executeTakeFirstOrThrow();
      const values = after.control.sealer.open('outbox', message.sealed ?? '', valuesContext(message.id)).toString();
      expect(JSON.parse(values)).toEqual({ from: told.from, text: told.text });
      const factor = await after.control.sql.selectFrom('second_factor').selectAll().executeTakeFirstOrThrow();
      expect(factor.secret).toContain(`tgs1.${after.control.keys.current}.`);
      const secret = secretOf(sealerOf(after.control.keys), factor);
      const now = plane.clock.now();
      expect(checkTotp(secret, totpCode(secret, totpStep(now)), now, 0)).toBe(totpStep(now));
      expect((await after.control.run(resealKeys, {}, { actor: operator })).resealed).toEqual({});
      const reader = openAuditReader(plane.folder);
      const { findings, writers } = await reader.verify(after.control.keys, []);
      await reader.close();
      expect(findings).toEqual([]);
      expect(writers.map(({ writer }) => writer).sort()).toEqual(
        [`control-${before}`, `control-${after.control.keys.current}`].sort(),
      );
    } finally {
      await after.control.sql.destroy();
    }
  });

  it('leaves a file that cannot be read as it is, and one that only its owner reads', () => {
    const file = join(plane.folder, 'secret.key');
    addKey(plane.folder, {});
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file, 'utf8').trim().split('\n')).toHaveLength(2);
    writeFileSync(file, 'no key');
    expect(() => addKey(plane.folder, {})).toThrow(/32 random bytes/);
    expect(readFileSync(file, 'utf8')).toBe('no key');
    expect(() => addKey(plane.folder, { TOOLGATE_SECRET_KEY: 'x' })).toThrow(/environment/);
    expect(readdirSync(plane.folder).filter((name) => name.startsWith('secret.key'))).toEqual(['secret.key']);
  });
});

describe('a folder that has lost its key', () => {
  it('is given no other one: whoever opens it is told what to do, and nothing is changed', async () => {
    await plane.ask('POST', '/api-keys', { body: { name: 'k', role: 'viewer' } });
    rmSync(join(plane.folder, 'secret.key'));
    const files = () => readdirSync(plane.folder).sort();
    const before = files();
    const opening = openControlFolder(plane.folder, { ignored: false, env: {}, version: '0.0.0' });
    await expect(opening).rejects.toThrow(/no secret key.*put it back.*docs\/backup\.md/);
    const env = {};
    const keys = (folder: string) => loadKeyRing({ env, folder, create: isUnused(folder) });
    await expect(openStore(plane.folder, { mode: 'exclusive', keys })).rejects.toThrow(/no secret key/);
    expect(files().filter((name) => name !== 'up.lock' && name !== 'journal')).toEqual(before);
  });
});

describe('what is sealed', () => {
  /** Dropped by a rotation, for they are kept for an hour. */
  const dropped = ['idempotency.answer'];
  /** Under a data key, which is what is wrapped anew. */
  const underDataKeys = ['credential.sealed', 'server.data_key'];

  it('is in the list of what a rotation seals anew: every column that a migration calls sealed', () => {
    const folder = new URL('../../migrations/sqlite/', import.meta.url);
    const sealed = readdirSync(folder).flatMap((name) => {
      let table = '';
      return readFileSync(new URL(name, folder), 'utf8')
        .split('\n')
        .flatMap((line) => {
          table = /^(?:CREATE|ALTER) TABLE (\w+)/.exec(line)?.[1] ?? table;
          const [, column] = /^(?: {2}|ALTER TABLE \w+ ADD COLUMN )(\w+) +TEXT.*--.*\bsealed\b/.exec(line) ?? [];
          return column === undefined ? [] : [`${table}.${column}`];
        });
    });
    const known = [...sealedColumns.map(({ table, field }) => `${table}.${field}`), ...dropped, ...underDataKeys];
    expect(sealed.filter((name) => !known.includes(name))).toEqual([]);
    expect(sealed.length).toBeGreaterThanOrEqual(3);
  });
});
