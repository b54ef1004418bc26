import { isLoopback } from '../../edge/index.ts';
import { isUnused } from '../../store/index.ts';
import { type ApiClient, openApiClient, openRunning } from '../api-client.ts';
import type { Io } from '../io.ts';
import { refuseUnknownNames, tellUnknownNames } from '../unknown-names.ts';

/** What a client is to reach. */
export interface Reached {
  readonly slug: string;
  /** Where the gateway is, without a path's last slash. */
  readonly gateway: string;
  /** The data folder of a gateway here. */
  readonly folder: string;
}

/**
 * Asks whoever knows whether a gateway has a server: the one that `TOOLGATE_GATEWAY` names or the one that runs here,
 * where that is the one that is to be reached. An entry for a server that is not there looks to its user like a gateway
 * that is broken. Where no gateway runs, those that only a file declares are not known: then it is only said.
 *
 * @throws CommandError naming what there is
 */
export async function checkServer(io: Io, { slug, gateway, folder }: Reached): Promise<void> {
  // The catalogue is a server of every gateway.
  if (slug === 'catalog') return;
  const { origin, hostname } = new URL(gateway);
  const local = isLoopback(hostname.replaceAll(/[[\]]/g, ''));
  const running = (local ? await openRunning(folder, io) : undefined) ?? (await elsewhere(io, origin));
  if (running !== undefined) return asked(running, (api) => refuseUnknownNames(api, { server: slug }));
  if (!local || isUnused(folder)) return;
  const here = { ...io, env: { ...io.env, TOOLGATE_GATEWAY: undefined } };
  const opened = await openApiClient(here, { data: folder });
  await asked(opened, (api) => tellUnknownNames(io, api, { server: slug }));
}

async function asked(api: ApiClient, question: (api: ApiClient) => Promise<void>): Promise<void> {
  try {
    await question(api);
  } finally {
    await api.close();
  }
}

/** The gateway of the environment, where it is the one at that origin and there is a key for it. */
async function elsewhere(io: Io, origin: string): Promise<ApiClient | undefined> {
  const { TOOLGATE_GATEWAY: named = '', TOOLGATE_API_KEY: key = '' } = io.env;
  return key !== '' && URL.parse(named)?.origin === origin ? openApiClient(io, {}) : undefined;
}
