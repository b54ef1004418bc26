import type { ValkeyConnection } from '../connect-valkey.ts';
import { joinScript, leaveScript } from './join-script.ts';
import { rebuiltScript, restoreScript } from './restore-script.ts';
import { runScript } from './run-script.ts';
import { serverTime } from './script-start.ts';

/** The digests by which a server knows the scripts. */
export interface Scripts {
  readonly run: string;
  readonly join: string;
  readonly leave: string;
  readonly restore: string;
  readonly rebuilt: string;
}

/** Gives the scripts to a server; it forgets them when it is started again. */
export async function loadScripts(connection: ValkeyConnection, time: string = serverTime): Promise<Scripts> {
  const load = async (script: string): Promise<string> => String(await connection.call('SCRIPT', 'LOAD', script));
  const [run, join, leave, restore, rebuilt] = await Promise.all([
    load(runScript(time)),
    load(joinScript(time)),
    load(leaveScript(time)),
    load(restoreScript(time)),
    load(rebuiltScript(time)),
  ]);
  return { run, join, leave, restore, rebuilt };
}
