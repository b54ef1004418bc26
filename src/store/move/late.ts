import type { Moved } from './move-store.ts';

export type { Moved };

/** {@link import('./move-store.ts').moveStore}, loaded when it is asked for. */
export async function moveStore(
  dataFolder: string,
  url: string,
  onProgress: (done: number, total: number) => void,
): Promise<Moved> {
  return (await import('./move-store.ts')).moveStore(dataFolder, url, onProgress);
}

/** Brings the schema of a database up to date and moves nothing. @throws SqlError */
export async function prepareSchema(url: string): Promise<void> {
  return (await import('./move-store.ts')).prepareSchema(url);
}
