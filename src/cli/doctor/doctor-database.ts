import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { anchoredClock } from '../../kernel/index.ts';
import { loadKeyRing } from '../../seal/index.ts';
import { databaseUrl, inspectDatabase, inspectPostgres, openSql } from '../../store/index.ts';
import type { Io } from '../io.ts';
import type { DoctorFinding } from './doctor.ts';

/** Looks at the database, and whether the keys at hand are those that its records are kept under. */
export async function* databaseFindings(folder: string, io: Io): AsyncGenerator<DoctorFinding> {
  const url = databaseUrl(io.env);
  if (url === undefined) yield* fileFindings(folder, io);
  else yield* serverFindings(url, folder, io);
  const socket = join(folder, 'control.sock');
  if (existsSync(socket)) yield await gatewayFinding(socket);
}

/** Whether somebody is behind the socket, or it was left by a process that was killed. */
function gatewayFinding(socket: string): Promise<DoctorFinding> {
  const what = 'gateway';
  const { promise, resolve } = Promise.withResolvers<DoctorFinding>();
  const probe = connect(socket);
  probe.once('connect', () => {
    probe.destroy();
    resolve({ what, state: 'ok', detail: 'one runs on this folder; a second one is refused' });
  });
  probe.once('error', () => {
    const detail = 'one ended here without a goodbye; nothing is lost, and the next start tidies up';
    resolve({ what, state: 'note', detail });
  });
  return promise;
}

/** So far records may be ahead of the clock before it is said, ms: clocks are set by small steps all the time. */
const mostAhead = 5 * 60_000;

/** Times go on from the newest on record, so a clock that was set back makes what is timed from outside end too early. */
function* clockFinding(newest: number): Generator<DoctorFinding> {
  const ahead = newest - anchoredClock().now();
  if (ahead <= mostAhead) return;
  yield {
    what: 'clock',
    state: 'wrong',
    detail: `the newest record is ${Math.round(ahead / 60_000)} minutes ahead of this machine's clock`,
    fix: 'set the clock (by NTP): until it has caught up, second factors fail and what expires does so too early',
  };
}

/** The database of an installation on PostgreSQL. */
async function* serverFindings(url: string, folder: string, io: Io): AsyncGenerator<DoctorFinding> {
  const what = 'database';
  const state = await inspectPostgres(url);
  const { where, unreachable, version, faults, role, mayTooMuch, pending, keys } = state;
  if (unreachable !== undefined) {
    const fix = 'check TOOLGATE_DATABASE_URL, the network and pg_hba.conf';
    yield { what, state: 'wrong', detail: `${where}: ${unreachable}`, fix };
    return;
  }
  for (const detail of faults) yield { what, state: 'wrong', detail, fix: 'see docs/postgresql.md' };
  if (faults.length === 0) yield { what, state: 'ok', detail: `${where}, PostgreSQL ${version}, as ${role}` };
  if (pending.length > 0) {
    const detail = `it lacks ${pending.length} of this version's migrations`;
    yield { what, state: 'note', detail, fix: "run `toolgate migrate-store --schema-only` as the schema's owner" };
  } else if (mayTooMuch) {
    const detail = `the role ${role} may do more than a gateway needs`;
    yield { what, state: 'note', detail, fix: 'give the gateways a role of their own: docs/postgresql.md' };
  }
  yield* apartFinding(state.clockAhead);
  yield* missingKeys(keys, folder, io);
  if (faults.length + pending.length === 0) yield* setBackFinding(url, folder);
}

/** Whether the database has what a gateway on this folder saw in it. */
async function* setBackFinding(url: string, folder: string): AsyncGenerator<DoctorFinding> {
  const { lostSinceSeen } = await import('../../composition/last-seen.ts');
  const sql = await openSql(folder, url);
  try {
    const lost = await lostSinceSeen(folder, sql);
    if (lost === undefined) return;
    yield {
      what: 'database',
      state: 'wrong',
      detail: `it was set back: it does not have what a gateway here saw in it at ${new Date(lost.time).toISOString()}`,
      fix: 'start the gateway, which ends what was approved before, and look at grants, API keys and stops (docs/postgresql.md)',
    };
  } finally {
    await sql.destroy();
  }
}

/** So far the clocks of two machines may be apart before it is said, ms. */
const mostApart = 2_000;

/** A gateway goes by the database's clock; what else runs on its machine does not, and second factors are made elsewhere. */
function* apartFinding(ahead: number): Generator<DoctorFinding> {
  if (Math.abs(ahead) <= mostApart) return;
  const seconds = Math.round(Math.abs(ahead) / 1_000);
  yield {
    what: 'clock',
    state: 'note',
    detail: `the clock of the database is ${seconds} s ${ahead > 0 ? 'ahead of' : 'behind'} this machine's, and counts`,
    fix: 'set both (by NTP): gateways follow the database, but logs and second factors do not',
  };
}

function* fileFindings(folder: string, io: Io): Generator<DoctorFinding> {
  const what = 'database';
  const state = inspectDatabase(folder);
  switch (state.kind) {
    case 'none':
      yield { what, state: 'ok', detail: 'will be made at the first start' };
      break;
    case 'busy':
      yield {
        what,
        state: 'wrong',
        detail: 'another program holds it',
        fix: 'end what has toolgate.db open, and try again',
      };
      break;
    case 'damaged': {
      const fix = 'restore a backup (`toolgate restore <file> --replace`); what is there is moved aside, not lost';
      yield { what, state: 'wrong', detail: `it is damaged: ${state.detail}`, fix };
      break;
    }
    case 'sound': {
      const detail = state.current ? 'sound' : 'sound; the next start brings it up to date';
      yield { what, state: 'ok', detail };
      yield* missingKeys(state.keys, folder, io);
      yield* clockFinding(state.newest);
    }
  }
}

function* missingKeys(keys: readonly string[], folder: string, io: Io): Generator<DoctorFinding> {
  let known: readonly string[];
  try {
    known = loadKeyRing({ env: io.env, folder, create: false }).ids;
  } catch {
    // Told of already, where the key itself was looked at; a folder with records and without a key has lost it.
    known = [];
  }
  const lost = keys.filter((key) => !known.includes(key));
  if (lost.length === 0) return;
  yield {
    what: 'secret key',
    state: 'wrong',
    detail: `records are kept under ${lost.join(', ')}, which is not among the keys given`,
    fix: 'put that key back, after the current one: into secret.key on a line of its own, or into TOOLGATE_SECRET_KEY',
  };
}
