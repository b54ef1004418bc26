import type { Command } from 'commander';
import { type ApiClient, openApiClient, type RemoteOptions } from './api-client.ts';
import type { Io } from './io.ts';

/** Adds the options of every command that speaks to the control plane. */
export function gatewayOptions(command: Command): Command {
  return command
    .option('--gateway <url>', 'a gateway elsewhere, with the API key in TOOLGATE_API_KEY')
    .option('--data <folder>', 'the data folder of a gateway here')
    .option('--insecure', 'send the API key over plain HTTP', false)
    .option('--json', 'JSON lines', false);
}

/** Runs `work` with the control plane, and closes it whatever happens. */
export async function withGateway<T>(io: Io, options: RemoteOptions, work: (api: ApiClient) => Promise<T>): Promise<T> {
  const api = await openApiClient(io, options);
  try {
    return await work(api);
  } finally {
    await api.close();
  }
}

/** Walks through every page of a list. */
export async function* everyItem<T>(
  page: (cursor: string | undefined) => Promise<{ readonly items: readonly T[]; readonly next?: string | undefined }>,
): AsyncGenerator<T> {
  let cursor: string | undefined;
  do {
    const { items, next } = await page(cursor);
    yield* items;
    cursor = next;
  } while (cursor !== undefined);
}
