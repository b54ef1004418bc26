import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Actor, operator, Passwords, type Role } from '../../src/accounts/index.ts';
import { type ControlPlane, openControlPlane } from '../../src/composition/control-plane.ts';
import type { Services } from '../../src/control/index.ts';
import { manualClock } from '../../src/kernel/index.ts';
import { loadKeyRing } from '../../src/seal/index.ts';
import { type AuditReader, openAuditReader, openDatabaseReader, removeRecords } from '../../src/store/index.ts';
import { databaseFor } from './control-database.ts';

/** An answer of the API, read. */
export interface ApiAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

/** A control plane on a folder of its own, in this process. */
export interface TestControl extends ControlPlane {
  readonly folder: string;
  /** Stands still until it is moved. */
  readonly clock: ReturnType<typeof manualClock>;
  /** What went wrong where nobody waited for it. */
  readonly errors: unknown[];
  /** Reads its records, as a command does. */
  reader(): Promise<AuditReader>;
  /** Asks the API as an actor (the operator unless said otherwise), or with a credential. */
  ask(
    method: string,
    path: string,
    options?: {
      readonly body?: unknown;
      readonly as?: Actor | 'nobody';
      readonly bearer?: string;
      readonly headers?: Record<string, string>;
    },
  ): Promise<ApiAnswer>;
}

/** Somebody with a role, as if they had signed in. */
export function actorOf(role: Role, id = `${role}-id`): Actor {
  return { kind: 'user', id, role };
}

/**
 * Opens a control plane in a temporary folder, which is removed when it is closed. Its database is SQLite's, or one of a
 * PostgreSQL where these suites run on that.
 */
export async function openTestControl(
  services: Partial<Services> = {},
  folder: string = mkdtempSync(join(tmpdir(), 'toolgate-control-')),
): Promise<TestControl> {
  const clock = manualClock(Date.UTC(2027, 0, 15, 12));
  const errors: unknown[] = [];
  const database = await databaseFor(folder);
  const keys = loadKeyRing({ env: {}, folder, create: true });
  const plane = await openControlPlane({
    dataFolder: folder,
    database: database?.url,
    keys,
    clock,
    services: {
      // Hashes that cost next to nothing: tests make many.
      passwords: new Passwords({ memory: 64, passes: 1, parallelism: 1 }),
      retain: (removal) => removeRecords(folder, database?.url, keys, removal),
      ...services,
    },
    version: '0.0.0',
    onError: (error) => void errors.push(error),
  });
  return {
    ...plane,
    folder,
    clock,
    errors,
    reader: async () => (database === undefined ? openAuditReader(folder) : openDatabaseReader(database.url)),
    ask: async (method, path, { body, as = operator, bearer, headers = {} } = {}) => {
      const send = new Headers(headers);
      if (bearer !== undefined) send.set('authorization', `Bearer ${bearer}`);
      if (body !== undefined) send.set('content-type', 'application/json');
      const init = { method, headers: send, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
      const proven = bearer !== undefined || as === 'nobody' ? { address: '192.0.2.7' } : { actor: as };
      const response = await plane.api.fetch(new Request(`http://localhost/api/v1${path}`, init), proven);
      const endless = response.headers.get('content-type')?.startsWith('text/event-stream') === true;
      if (endless) await response.body?.cancel();
      const text = endless ? '' : await response.text();
      const isJson = /[/+]json(?:;|$)/.test(response.headers.get('content-type') ?? '');
      return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
    },
    close: async () => {
      await plane.close();
      await database?.remove();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
