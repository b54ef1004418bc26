import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** The folder of a worker: a journal has one writer. */
export function workerFolder(dataFolder: string, slot: number): string {
  return join(dataFolder, 'workers', String(slot));
}

/** @returns the folders of the workers of a gateway on this data folder, whether they run or not; none where it has had none */
export function workerFolders(dataFolder: string): readonly string[] {
  try {
    const slots = readdirSync(join(dataFolder, 'workers')).filter((name) => /^[1-9]\d?$/.test(name));
    return slots
      .map(Number)
      .sort((a, b) => a - b)
      .map((slot) => workerFolder(dataFolder, slot));
  } catch {
    return [];
  }
}
