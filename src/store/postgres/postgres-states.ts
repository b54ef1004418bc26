import type { SpentStates } from '../../gateway/index.ts';
import { Fault } from '../../kernel/index.ts';
import { ask } from './connection.ts';
import { newPool } from './new-pool.ts';

/** How long whoever continues a call waits for an answer, in ms. */
const answerMs = 1_500;

/** Which request states were used, by whichever gateway of a database: as durable as what that confirms. */
export interface PostgresStates extends SpentStates {
  close(): Promise<void>;
}

/** @param url `postgres://…` of a database that is prepared */
export function postgresStates(url: string): PostgresStates {
  const pool = newPool(url, 2, { answerMs });
  return {
    issued: () => undefined,
    async spend(nonce) {
      try {
        const { rowCount } = await ask(pool, 'INSERT INTO spent_state (nonce) VALUES ($1) ON CONFLICT DO NOTHING', [
          nonce,
        ]);
        return rowCount === 1;
      } catch (error) {
        throw new Fault('store_unavailable', 'Whether this call may go on cannot be found out now.', error);
      }
    },
    close: () => pool.end(),
  };
}
