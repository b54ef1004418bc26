import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, it, vi } from 'vitest';
import { operator } from '../../src/accounts/index.ts';
import { allRoutes } from '../../src/control/api/index.ts';
import { type KeyRing, openStream } from '../../src/seal/index.ts';
import { openAuditReader, writeBackup } from '../../src/store/index.ts';
import { actorOf, openTestControl } from '../support/control.ts';
import { everyChange, typedSecrets } from '../support/every-change.ts';
import { governedSecrets, governingChanges, type PreparedStep } from '../support/governing-changes.ts';

vi.setConfig({ testTimeout: 120_000 });

/**
 * Secrets are planted wherever one can be typed, and collected wherever one is shown, along the life of an installation.
 * Afterwards none of them is found: not in a file, not in a record, not in any answer, not in a message of an error.
 */
it('no secret that was typed or shown is found anywhere afterwards', async () => {
  const plane = await openTestControl({ origin: () => 'https://gateway.example' });
  const secrets = new Set<string>([
    ...Object.values(typedSecrets),
    'canary-upstream-credential',
    'canary-query-credential',
    ...governedSecrets,
  ]);
  try {
    const found: string[] = [];
    const search = (where: string, text: string | Buffer): void => {
      for (const secret of secrets) if (text.includes(secret)) found.push(`${where}: ${secret}`);
    };
    const shown = (secret: string): unknown => secrets.add(secret);
    const steps: readonly PreparedStep[] = [...everyChange(plane, shown), ...governingChanges(plane, shown)];
    for (const { verb, prepare, ask } of steps) {
      plane.clock.advance(60_000);
      await prepare?.();
      expect((await ask()).status, verb).toBeLessThan(300);
    }
    expect(secrets.size).toBeGreaterThanOrEqual(50);

    for (const route of allRoutes.filter(({ method, verb }) => method === 'GET' && !verb.change)) {
      const path = route.path.replaceAll(/:[A-Za-z]+/g, 'a');
      for (const as of [operator, actorOf('admin'), actorOf('auditor')]) {
        search(`GET ${route.path}`, JSON.stringify((await plane.ask('GET', path, { as })).body));
      }
    }
    for (const secret of secrets) {
      // What was not understood is not repeated.
      for (const body of [{ [secret]: 1 }, { email: secret, password: secret }, { name: secret, role: secret }]) {
        const { body: answer } = await plane.ask('POST', '/session', { as: 'nobody', body: { ...body, totp: secret } });
        const { title, code } = answer as { title: string; code: string };
        if (!(secret in body)) search('a problem', `${title} ${code} ${JSON.stringify(answer)}`);
      }
    }
    search(
      'the log',
      plane.errors.map((error) => (error instanceof Error ? `${error.message}${error.stack}` : '')).join(),
    );

    const reader = openAuditReader(plane.folder);
    const events = await reader.query({ kind: 'event', order: 'oldest', limit: 10_000 });
    await reader.close();
    expect(events.length).toBeGreaterThan(25);
    search('the export', events.map(({ text }) => text).join('\n'));

    const file = join(plane.folder, 'the.backup');
    const { keys } = plane.control;
    await writeBackup({ dataFolder: plane.folder, keys, file, now: plane.clock.now(), version: '0.0.0' });
    search('the backup, opened', await opened(file, keys));
    for (const name of readdirSync(plane.folder)) {
      const path = join(plane.folder, name);
      if (statSync(path).isFile() && name !== 'secret.key') search(name, readFileSync(path));
    }
    expect(found).toEqual([]);
  } finally {
    await plane.close();
  }
});

async function opened(file: string, keys: KeyRing): Promise<Buffer> {
  const chunks: Buffer[] = [];
  const whole = readFileSync(file);
  const source = (async function* () {
    yield whole;
  })();
  for await (const chunk of openStream(keys, 'backup', 'toolgate backup 1', source)) chunks.push(chunk);
  return gunzipSync(Buffer.concat(chunks));
}
