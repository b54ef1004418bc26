import type { Command } from 'commander';
import type { InputOf, OutputOf } from '../control/index.ts';
import { type ApiClient, openApiClient, type RemoteOptions } from './api-client.ts';
import type { Io } from './io.ts';

/** What commands are given that speak to the control plane. */
export interface GatewayFlags extends RemoteOptions {
  readonly json: boolean;
}

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

/** Every item of a list that comes in pages: `everyItem<typeof listUsers>(api, '/users', {})`. */
export async function* everyItem<V>(
  api: ApiClient,
  path: string,
  filter: Omit<InputOf<V>, 'cursor'>,
): AsyncGenerator<ItemOf<V>> {
  let cursor: string | undefined;
  do {
    const input = { limit: 200, ...filter, cursor } as InputOf<V>;
    const { items, next } = (await api.call<V>('GET', path, input)) as Page<ItemOf<V>>;
    yield* items;
    cursor = next;
  } while (cursor !== undefined);
}

interface Page<T> {
  readonly items: readonly T[];
  readonly next?: string | undefined;
}

type ItemOf<V> = OutputOf<V> extends Page<infer T> ? T : never;
