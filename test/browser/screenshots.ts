// Takes the pictures of the documentation, of the real thing at work: `node test/browser/screenshots.ts`, after a build.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { legacyClient } from '../support/gateway/clients.ts';
import { servers } from '../support/gateway/servers.ts';
import { goTo, openDashboard } from './support/dashboard.ts';

const images = new URL('../../docs/images/', import.meta.url).pathname;
mkdirSync(images, { recursive: true });
const folder = mkdtempSync(join(tmpdir(), 'toolgate-pictures-'));
writeFileSync(join(folder, 'report.md'), 'quarterly');

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
      await page.emulateMedia({ colorScheme: scheme });
      for (const [width, suffix] of [
        [1440, ''],
        [390, '-narrow'],
      ] as const) {
        await page.setViewportSize({ width, height: width === 390 ? 844 : 900 });
        await page.waitForTimeout(700);
        await page.screenshot({ path: `${images}${name}-${scheme}${suffix}.png` });
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
    await page.locator(`[data-tool="${tool}"]`).getByRole('radio', { name: word }).check({ force: true });
  }
  await picture('builder');
  await goTo(page, 'Servers');
  await page.getByRole('link', { name: 'files' }).first().click();
  await page.getByText('list_directory', { exact: true }).first().waitFor();
  await picture('server');
  await Promise.race([held, page.waitForTimeout(10)]);
  await Promise.all([client.close(), other.close()]);
} finally {
  await open[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
}
