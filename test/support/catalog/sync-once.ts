// One synchronisation in a process of its own, for tests that end it in the middle: `node sync-once.ts FOLDER URL`.
import { HttpGet } from '../../../src/catalog/sources/http-get.ts';
import { syncRegistry } from '../../../src/catalog/sources/sync-registry.ts';
import { CatalogWriter } from '../../../src/catalog/store/catalog-writer.ts';
import { anchoredClock } from '../../../src/kernel/index.ts';
import { unexpected } from '../unexpected.ts';

const [, , folder = '', address = ''] = process.argv;
const url = new URL(address);
const clock = anchoredClock();
const pause = async (): Promise<void> => undefined;
const http = new HttpGet(url, { clock, allowPrivate: true, pause, userAgent: 'test', fault: unexpected });
await syncRegistry({ writer: new CatalogWriter(folder), http, url, now: clock.now(), pause, onPage: () => undefined });
