// Takes the pictures of the documentation, of the real thing at work: `node test/browser/screenshots.ts`, after a build.
// With `--to FOLDER` it takes more pages, in both themes and at two widths, to be looked at.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { parseArgs } from 'node:util';
import { inTransaction } from '../../src/store/sqlite/database.ts';
import { fileTerms } from '../../src/store/sqlite/file-terms.ts';
import { legacyClient } from '../support/gateway/clients.ts';
import { servers } from '../support/gateway/servers.ts';
import { goTo, openDashboard } from './support/dashboard.ts';
import { wear } from './support/wear.ts';

/** Pictures are pressed by the browser itself: a fifth of the size, and nothing that is read gets blurred. */
const toWebp = (png: string): string => `(async () => {
  const image = new Image();
  image.src = 'data:image/png;base64,${png}';
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = image.width;
  canvas.height = image.height;
  canvas.getContext('2d').drawImage(image, 0, 0);
  return canvas.toDataURL('image/webp', 0.9);
})()`;

const { values } = parseArgs({ options: { to: { type: 'string' } } });
/** Those that a page shows. */
const shown = ['overview-light', 'approval-dark', 'builder-light', 'matrix-dark', 'catalogue-dark'];
const images = values.to === undefined ? new URL('../../docs/images/', import.meta.url).pathname : resolve(values.to);
mkdirSync(images, { recursive: true });
const folder = mkdtempSync(join(tmpdir(), 'toolgate-pictures-'));
writeFileSync(join(folder, 'report.md'), 'quarterly');

/** An hour of calls behind the ones that are made here: a picture of one minute says nothing. */
function past(dataFolder: string): void {
  const db = new DatabaseSync(join(dataFolder, 'toolgate.db'), { timeout: 20_000 });
  const now = Date.now();
  db.exec("INSERT INTO writer (name, key, seq, mac) VALUES ('former', 'k', 1, zeroblob(32))");
  const insert = db.prepare(
    `INSERT INTO call_record (writer, seq, time, grant_id, label, server, subject, outcome, code, text, prev_mac, mac)
     SELECT id, ?, ?, 'g', ?, ?, ?, ?, NULL, ?, zeroblob(32), zeroblob(32) FROM writer WHERE name = 'former'`,
  );
  // A wave, so that the chart looks as working days do; no chance, so that every picture is the same.
  const minutes = Array.from({ length: 900 }, (_, i) => ({ i, minute: 58 - Math.floor(i / 16) })).filter(
    ({ i, minute }) => (i * 13) % 10 < 4 + 4 * Math.sin(minute / 9),
  );
  for (const { i, minute } of minutes) {
    const outcome = i % 11 === 0 ? 'deny' : i % 43 === 0 ? 'hold' : 'allow';
    const server = i % 3 === 0 ? 'netdiag' : 'files';
    const label = i % 4 === 0 ? 'ci-runner' : 'alice-laptop';
    const subject = server === 'files' ? 'read_text_file' : 'dns_lookup';
    const time = now - minute * 60_000;
    const text = { kind: 'call', requestId: `r${i}`, time, grant: { id: 'g', label }, server, subject, outcome, ms: 4 };
    insert.run(i + 1, time, label, server, subject, outcome, JSON.stringify(text));
  }
  inTransaction(db, () => fileTerms(db));
  db.close();
}

const policy = {
  version: '1',
  default: 'deny',
  approval: { hold: '120s' },
  tools: {
    'read_*': {},
    'list_*': {},
    write_file: {
      require: [
        {
          conditions: [{ path: 'args.path', op: 'path_within', value: [`${folder}/drafts`] }],
          on_deny: 'write below drafts/ only',
        },
      ],
      limits: [{ counter: 'writes', window: 'minute', max: 10, scope: 'grant' }],
    },
    move_file: { action: 'require_approval', reason: 'A file that is moved is gone from where others look for it.' },
  },
};
const netdiag = {
  version: '1',
  default: 'deny',
  tools: { tcp_connect: { limits: [{ counter: 'tcp_connect_rate', window: 'minute', max: 3, scope: 'grant' }] } },
};

const open = await openDashboard({
  servers: { files: servers.filesystem(folder), netdiag: servers.netdiag() },
  policies: { files: policy, netdiag },
  grants: { 'alice-laptop': { files: 'files', netdiag: 'netdiag' }, 'ci-runner': { files: 'files' } },
});
try {
  const { page, gateway } = open;
  const press = await open.context.newPage();
  past(gateway.dataFolder);
  const client = await legacyClient(gateway.url('files'), gateway.token());
  const other = await legacyClient(gateway.url('netdiag'), gateway.token());
  const quietly = (call: Promise<unknown>): Promise<unknown> => call.catch(() => undefined);
  for (let i = 0; i < 5; i++)
    await quietly(other.callTool({ name: 'tcp_connect', arguments: { host: '127.0.0.1', port: 1 } }));
  await quietly(other.callTool({ name: 'scan_ports', arguments: { host: '127.0.0.1', ports: [22] } }));
  await quietly(client.callTool({ name: 'read_text_file', arguments: { path: join(folder, 'report.md') } }));
  await quietly(client.callTool({ name: 'list_directory', arguments: { path: folder } }));
  await quietly(client.callTool({ name: 'write_file', arguments: { path: '/etc/passwd', content: 'x' } }));
  const held = quietly(
    client.callTool({
      name: 'move_file',
      arguments: { source: join(folder, 'report.md'), destination: join(folder, 'old/report.md') },
    }),
  );

  const picture = async (name: string): Promise<void> => {
    for (const scheme of ['light', 'dark'] as const) {
      for (const [width, suffix] of [
        [1440, ''],
        [390, '-narrow'],
      ] as const) {
        const full = `${name}-${scheme}${suffix}`;
        if (values.to === undefined && !shown.includes(full)) continue;
        await page.setViewportSize({ width, height: width === 390 ? 844 : 900 });
        // Whoever opens the builder on a telephone sees the tools first; the text is a tap away.
        const json = page.getByRole('tab', { name: 'JSON', selected: width === 390 });
        if ((await json.count()) > 0) await json.click();
        await wear(page, scheme);
        const png = (await page.screenshot()).toString('base64');
        const [, webp = ''] = String(await press.evaluate(toWebp(png))).split(',');
        writeFileSync(join(images, `${full}.webp`), Buffer.from(webp, 'base64'));
      }
      await page.setViewportSize({ width: 1440, height: 900 });
    }
  };
  await goTo(page, 'Overview');
  await page.getByText('wants to call').waitFor();
  await picture('overview');
  await goTo(page, 'Approvals');
  await page.getByRole('button', { name: /move_file/ }).click();
  await page.getByText('Your decision').waitFor();
  await picture('approval');
  await goTo(page, 'Activity');
  await page.getByText('scan_ports').waitFor();
  await picture('activity');
  await goTo(page, 'Policies');
  await page.getByRole('button', { name: 'New policy' }).first().click();
  await page.getByLabel('Name').fill('files-for-agents');
  await page.getByRole('button', { name: 'Begin' }).click();
  await page.getByLabel('Server whose tools are shown').selectOption('files');
  for (const [tool, word] of [
    ['read_text_file', 'Allow'],
    ['list_directory', 'Allow'],
    ['move_file', 'Ask'],
    ['write_file', 'Limit'],
    ['create_directory', 'Deny'],
  ] as const) {
    // Waited for on both sides: a picture of half the choices is a wrong one.
    const radios = page.locator(`[data-tool="${tool}"]`).getByRole('radiogroup');
    await radios.getByText(word, { exact: true }).click();
    await radios.getByRole('radio', { name: word, checked: true }).waitFor();
  }
  await picture('builder');
  await page.getByRole('button', { name: 'Save draft' }).click();
  await page.getByText(/^Saved as a draft/).waitFor();
  await page.getByRole('button', { name: 'Close' }).last().click();
  await goTo(page, 'Servers');
  await page.getByRole('link', { name: 'files' }).first().click();
  await page.getByText('list_directory', { exact: true }).first().waitFor();
  await picture('server');
  await goTo(page, 'Grants');
  await page.getByRole('link', { name: 'What they may call' }).click();
  await page.getByRole('gridcell').first().waitFor();
  await picture('matrix');
  await goTo(page, 'Catalogue');
  await page.getByLabel('Search the catalogue').fill('tavily');
  await page.getByRole('list', { name: 'Servers' }).getByRole('link').first().click();
  await page.getByText('A policy for all of them').waitFor();
  await picture('catalogue');
  await Promise.race([held, page.waitForTimeout(10)]);
  await Promise.all([client.close(), other.close()]);
} finally {
  await open[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
}
