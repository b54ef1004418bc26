import type { Head } from '../../audit/index.ts';
import { checkpointEvent, readCheckpoint } from '../filing/checkpoint.ts';
import type { Queryable } from './writer-rows.ts';

/** The heads that stand in checkpoints, each place of a chain once. What a checkpoint is worth its own chain says. */
export async function checkpointHeads(on: Queryable): Promise<Head[]> {
  const { rows } = await on.query('SELECT text FROM event WHERE name = $1 ORDER BY id', [checkpointEvent]);
  const heads = new Map<string, Head>();
  for (const { text } of rows) for (const head of readCheckpoint(text)) heads.set(`${head.writer}/${head.seq}`, head);
  return [...heads.values()];
}
