import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { PageRequest } from './ask.ts';
import { PagesThread } from './pages-thread.ts';

const request: PageRequest = {
  method: 'GET',
  path: '/catalog',
  query: '',
  accept: 'application/json',
  origin: 'https://catalog.example',
  dashboard: true,
};
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pages-thread-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('begins anew at once where it could not begin, and the end of the thread that failed takes no page with it', {
  timeout: 60_000,
}, async () => {
  const dataFolder = join(folder, 'data');
  writeFileSync(dataFolder, 'no folder yet');
  const thread = new PagesThread({ dataFolder, version: '1' });
  try {
    const again = thread.ask(request).catch(() => {
      rmSync(dataFolder);
      return thread.ask(request);
    });
    expect((await again).status).toBe(200);
  } finally {
    await thread.close();
  }
});
