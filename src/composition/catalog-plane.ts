import { anonymous } from '../accounts/index.ts';
import type { Config } from '../config/index.ts';
import { mayReadPages } from '../control/api/index.ts';
import type { Control } from '../control/index.ts';
import { type FrontDoor, openFrontDoor, type Route } from '../edge/index.ts';
import { authenticate } from '../identity/index.ts';
import { urlHost } from '../kernel/index.ts';
import { ContactBox, PagesThread, pageRoutes } from '../pages/index.ts';
import type { Logger } from '../telemetry/index.ts';
import type { Gateway } from './composed.ts';

export interface CatalogPlaneOptions {
  readonly gateway: Gateway;
  readonly control: Control;
  readonly dataFolder: string;
  readonly config: Config;
  readonly log: Logger;
  /** How the gateway is reached, once it is. */
  readonly origin: () => string;
  readonly version: string;
}

/** The catalogue's pages, beside the dashboard for who has signed in and, where that is wanted, for everybody. */
export interface CatalogPlane {
  /** For the gateway's own listener. */
  readonly routes: readonly Route[];
  /** Where everybody reads, `undefined` where nobody may who has not signed in. */
  readonly publicAddress: FrontDoor['address'] | undefined;
  close(): Promise<void>;
}

/**
 * The catalogue's part of the composition root. Public pages have a listener of their own, so that no page of theirs is
 * ever of the dashboard's origin.
 *
 * @throws ListenError
 */
export async function openCatalogPlane(options: CatalogPlaneOptions): Promise<CatalogPlane> {
  const { gateway, control, dataFolder, config, log, version } = options;
  const thread = new PagesThread({ dataFolder, version });
  const contact = new ContactBox(control.clock, async (message) => {
    const { createMessage } = await import('../control/verbs/message/index.ts');
    await control.run(createMessage, message, { actor: anonymous, address: message.address });
  });
  const door = config.catalog.public ? await openPublic(config, thread, contact, log) : undefined;
  return {
    routes: pageRoutes({
      thread,
      contact,
      origin: options.origin,
      mayRead: (exchange) => mayReadPages(exchange.header('cookie'), control),
      mayAsk: (exchange) =>
        authenticate(exchange.header('authorization'), gateway.ports.snapshot().grants) !== undefined,
    }),
    publicAddress: door?.address,
    close: async () => {
      await door?.close(2_000);
      await thread.close();
    },
  };
}

async function openPublic(config: Config, thread: PagesThread, contact: ContactBox, log: Logger): Promise<FrontDoor> {
  const { listen, publicUrl } = config.catalog;
  let origin = publicUrl;
  const routes = pageRoutes({ thread, contact, origin: () => origin ?? '' });
  const home: Route = {
    method: 'GET',
    path: '/',
    handler: ({ response }) => void response.writeHead(302, { location: '/catalog' }).end(),
  };
  const { tls, insecure, trustedProxies } = config;
  const door = await openFrontDoor(
    {
      ...listen,
      tls,
      publicUrl,
      insecure,
      trustedProxies,
      onError: (error, route) => log.error({ error, route }, 'a page could not be made'),
    },
    [...routes, home],
  );
  const { host, port } = door.address;
  origin ??= `${tls === undefined ? 'http' : 'https'}://${urlHost(host)}:${port}`;
  thread.warm(origin);
  return door;
}
