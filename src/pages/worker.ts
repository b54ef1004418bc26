import { setImmediate } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { Catalog, openWithStarter } from '../catalog/index.ts';
import { giveWay, withoutProto } from '../kernel/index.ts';
import { pagesApp } from './app.ts';
import type { PageAnswer, PageRequest } from './ask.ts';

withoutProto();
giveWay();

/** What the thread is started with. */
export interface PagesStart {
  readonly dataFolder: string;
  readonly version: string;
}

/** The pages' thread: rendering and searching take nothing from calls. */
const port = parentPort;
if (port === null) throw new Error('the pages are rendered in a thread of their own');
const { dataFolder, version }: PagesStart = workerData;

openWithStarter(dataFolder).close();
const catalog = Catalog.open(dataFolder);
const app = pagesApp(catalog);

/** How many servers the index shows as the largest. */
const largest = 12;
let warm = false;

async function answer({ method, path, query, accept, body, origin, dashboard }: PageRequest): Promise<PageAnswer> {
  const request = new Request(`http://pages.invalid${path}${query === '' ? '' : `?${query}`}`, {
    method,
    headers: { accept, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body }),
  });
  const response = await app.fetch(request, { origin, version, dashboard });
  return { status: response.status, headers: Object.fromEntries(response.headers), body: await response.text() };
}

/**
 * The policy of a large server takes tens of milliseconds to prove, and is kept. Those that the index links to are
 * proven ahead, one after the other: who asks meanwhile waits for one of them at most.
 */
async function proveLargest(origin: string): Promise<void> {
  for (const { slug } of catalog.largestServers(largest)) {
    await setImmediate();
    const path = `/catalog/${slug}`;
    await answer({ method: 'GET', path, query: '', accept: 'text/html', body: undefined, origin, dashboard: false });
  }
}

port.on('message', ({ id, request }: { readonly id: number; readonly request: PageRequest }) => {
  answer(request).then(
    (value) => {
      port.postMessage({ id, answer: value });
      if (warm) return;
      warm = true;
      // A page that cannot be made says so to whoever asks for it.
      proveLargest(request.origin).catch(() => undefined);
    },
    (error: unknown) =>
      port.postMessage({ id, fault: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  );
});
