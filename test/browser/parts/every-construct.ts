import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { onStage, type Part, visit } from './part.ts';

/** A titled part of an entry’s rules. */
const part = (of: Locator, title: string): Locator => of.getByRole('group', { name: title, exact: true });
const add = async (of: Locator, name: string): Promise<void> =>
  of.getByRole('button', { name, exact: true }).last().click();

/** Fills one condition: path, operator, and the value by the control that the operator has. */
async function condition(
  of: Locator,
  path: string,
  op: string,
  value: string | readonly string[] | number,
): Promise<void> {
  await of.getByLabel('Path', { exact: true }).last().fill(path);
  await of.getByLabel('Operator').last().selectOption(op);
  if (typeof value === 'object') {
    for (const one of value) {
      await of.getByLabel('Values').last().fill(one);
      await of.getByLabel('Values').last().press('Enter');
    }
  } else {
    if (typeof value === 'number') await of.getByLabel('Type of the value').last().selectOption('number');
    await of.getByLabel('Value', { exact: true }).last().fill(String(value));
  }
}

async function menu(page: Page, of: Locator, item: string): Promise<void> {
  await of
    .getByRole('button', { name: /^More about this/ })
    .last()
    .click();
  await page.getByRole('menuitem', { name: item }).click();
}

/** What the clicks below must have written: every construct of the policy language once. */
const wanted = {
  version: '1',
  default: 'allow',
  mode: 'observe',
  tools: {
    tcp_connect: {
      action: 'require_approval',
      reason: 'it opens a connection',
      require: [
        {
          conditions: [{ path: 'args.host', op: 'host_in', value: ['example.com', '*.example.org'] }],
          on_deny: 'our hosts',
        },
        { any: [{ path: 'args.port', op: 'lte', value: 1024 }] },
      ],
      deny_if: [
        { conditions: [{ not: { path: 'args.host', op: 'regex', value: '^[a-z.]+$' } }], on_deny: 'names only' },
      ],
      approve_if: [
        {
          conditions: [{ path: 'args.port', op: 'eq', value: 22 }],
          reason: 'a shell',
          timeout: '5m',
          approvers: { count: 2, groups: ['ops'] },
        },
      ],
      limits: [
        {
          counter: 'connections',
          window: 'hour',
          max: 5,
          scope: 'user',
          per: [{ path: 'args.host', as: 'host' }],
          cost: { path: 'args.port', min: 1 },
          align: 'calendar',
          durable: true,
          on_deny: 'enough for this hour',
        },
      ],
      concurrency: 3,
      arguments: {
        type: 'object',
        properties: expect.objectContaining({ host: { type: 'string' } }),
        additionalProperties: false,
        required: ['host'],
      },
      approval: { timeout: '10m', hold: '30s', approvers: { count: 1, groups: ['ops'] } },
    },
    ping_host: { rate_limit: { max: 20, window: 60, scope: 'session' } },
    scan_ports: { deny_if: [{ conditions: [{ each: 'args.ports', all: [{ path: 'item', op: 'gt', value: 1024 }] }] }] },
    'dns_*': { action: 'deny', reason: 'no names' },
  },
  all_tools: { require: [{ path: 'time.hour', op: 'gte', value: 8 }] },
  resources: { 'file:///srv/*': { action: 'deny', reason: 'not from here' } },
  prompts: { 'plan_*': { action: 'hide' } },
  hide: ['whois_*'],
  server_requests: { sampling: 'allow', roots: 'allow', elicitation: 'all' },
  approval: { timeout: '20m' },
  audit: { arguments: 'paths', paths: ['args.host'] },
  description: 'everything there is',
  timezone: 'Europe/Paris',
  $schema: 'https://example.com/policy.json',
};

/** Every construct of the policy language, made and changed by controls while the text is out of sight. */
export const everyConstruct: Part = (stage) => {
  onStage(
    stage,
    'every construct of the language is made and changed by controls, with the JSON out of sight',
    async (the) => {
      const { page, api, complaints } = the;
      await api('PUT', '/policies/everything', { text: '{\n  "version": "1",\n  "default": "deny"\n}\n' });
      await visit(page, '/policies/everything?server=netdiag');
      await page.getByRole('tab', { name: 'JSON' }).click();
      await page.locator('.cm-content').waitFor({ state: 'detached' });
      const row = (name: string): Locator => page.locator(`[data-tool="${name}"]`);
      const choose = (name: string, word: string): Promise<void> =>
        row(name).getByRole('radio', { name: word }).click({ force: true });

      await page
        .getByRole('radiogroup', { name: 'Default' })
        .getByRole('radio', { name: 'allowed' })
        .click({ force: true });
      await page
        .getByRole('radiogroup', { name: 'Mode' })
        .getByRole('radio', { name: 'only observed' })
        .click({ force: true });

      await choose('tcp_connect', 'Custom');
      const tcp = row('tcp_connect');
      await tcp.getByRole('combobox', { name: 'Action' }).selectOption('require_approval');
      await tcp.getByLabel('Reason', { exact: true }).first().fill('it opens a connection');

      const require = part(tcp, 'Require');
      await add(require, 'Condition');
      await condition(require, 'args.host', 'host_in', ['example.com', '*.example.org']);
      await add(require, 'Reason');
      await require.getByLabel('The agent is told').fill('our hosts');
      await add(require, 'Condition');
      await condition(require, 'args.port', 'lte', 1024);
      await menu(page, require, 'Group: any of');
      // Another order, by keys and back by dragging: it decides which reason is told.
      const grip = require.getByRole('button', { name: /^Move entry 1 of 2/ });
      await grip.focus();
      await page.keyboard.press('ArrowDown');
      await require.getByLabel('Group of conditions').first().waitFor();
      const [from, to] = await Promise.all([
        require.getByRole('button', { name: /^Move entry 2 of 2/ }).boundingBox(),
        require.getByRole('button', { name: /^Move entry 1 of 2/ }).boundingBox(),
      ]);
      if (from === null || to === null) throw new Error('there is no handle to drag');
      await page.mouse.move(from.x + 5, from.y + 5);
      await page.mouse.down();
      await page.mouse.move(to.x + 5, to.y, { steps: 4 });
      await page.mouse.up();

      const denyIf = part(tcp, 'Deny if');
      await add(denyIf, 'Condition');
      await condition(denyIf, 'args.host', 'regex', '^[a-z.]+$');
      await menu(page, denyIf, 'Negate (not)');
      await denyIf.getByLabel('The agent is told').fill('names only');

      const approveIf = part(tcp, 'Ask a human if');
      await add(approveIf, 'Condition');
      await condition(approveIf, 'args.port', 'eq', 22);
      await approveIf.getByLabel('The approver is told').fill('a shell');
      await approveIf.getByLabel('Time for an answer').fill('5m');
      await approveIf.getByLabel('How many must agree').fill('2');
      await approveIf.getByLabel('Groups of approvers').fill('ops');
      await approveIf.getByLabel('Groups of approvers').press('Enter');

      const limits = part(tcp, 'Limits');
      await add(limits, 'Limit');
      await limits.getByLabel('Most', { exact: true }).fill('5');
      await limits.getByLabel('Window', { exact: true }).fill('hour');
      await limits.getByLabel('Scope').selectOption('user');
      await limits.getByRole('button', { name: 'More settings' }).click();
      await limits.getByLabel('Counter').fill('connections');
      await add(limits, 'Argument');
      await limits.getByLabel('Argument', { exact: true }).fill('args.host');
      await limits.getByLabel('Taken as').selectOption('host');
      await limits.getByLabel('Cost', { exact: true }).selectOption('argument');
      await limits.getByLabel('Argument that says the cost').fill('args.port');
      await limits.getByLabel('Least cost').fill('1');
      await limits.getByLabel('Alignment').selectOption('calendar');
      await limits.getByLabel('Durable').check();
      await limits.getByLabel('What the agent is told').fill('enough for this hour');
      await limits.getByLabel('Most calls at once').fill('3');

      const args = part(tcp, 'Arguments');
      await add(args, 'List the arguments, and admit no others');
      await args.getByLabel('needed').first().check();
      const approval = part(tcp, 'Approval');
      await add(approval, 'Settings of its own');
      await approval.getByLabel('Time for an answer').fill('10m');
      await approval.getByLabel('How long the call waits').fill('30s');
      await approval.getByLabel('How many must agree').fill('1');
      await approval.getByLabel('Groups of approvers').fill('ops');
      await approval.getByLabel('Groups of approvers').press('Enter');

      await choose('ping_host', 'Custom');
      const rate = part(row('ping_host'), 'Limits');
      await add(rate, 'Rate limit (shorthand)');
      await rate.getByLabel('Most', { exact: true }).fill('20');
      await rate.getByLabel('Scope').selectOption('session');

      await choose('scan_ports', 'Custom');
      const each = part(row('scan_ports'), 'Deny if');
      await add(each, 'Condition');
      await menu(page, each, 'For each element of a list');
      await each.getByLabel('List', { exact: true }).fill('args.ports');
      await condition(each, 'item', 'gt', 1024);

      await page.getByLabel('Name or pattern', { exact: true }).fill('dns_*');
      await add(page.locator('main'), 'Entry');
      await choose('dns_*', 'Deny');
      const globbed = row('dns_*');
      if ((await globbed.getByLabel('Reason', { exact: true }).count()) === 0) {
        await globbed.locator('button[aria-expanded]').first().click();
      }
      await globbed.getByLabel('Reason', { exact: true }).fill('no names');

      await add(page.locator('main'), 'Rules for every tool call');
      const everyTool = page.locator('section:has(h2:text-is("Every tool call"))');
      await add(part(everyTool, 'Require'), 'Condition');
      await condition(part(everyTool, 'Require'), 'time.hour', 'gte', 8);

      for (const [kind, pattern, word, reason] of [
        ['Resources', 'file:///srv/*', 'deny', 'not from here'],
        ['Prompts', 'plan_*', 'hide', ''],
      ] as const) {
        const items = page.locator(`section:has(h2:text-is("${kind}"))`);
        await items.getByLabel(`Pattern of ${kind.toLowerCase()}`).fill(pattern);
        await items.getByRole('button', { name: 'Add', exact: true }).click();
        await items.getByRole('combobox', { name: 'Action' }).selectOption(word);
        if (reason !== '') await items.getByLabel('Reason', { exact: true }).fill(reason);
      }

      const settings = page.locator('section:has(h2:text-is("Settings"))');
      await settings.locator('input[aria-label="Hidden tools"]').fill('whois_*');
      await settings.locator('input[aria-label="Hidden tools"]').press('Enter');
      await settings.getByLabel('Sampling').selectOption('allow');
      await settings.getByLabel('Roots').selectOption('allow');
      await settings.getByLabel('Elicitation').selectOption('all');
      await add(settings, 'Settings of its own');
      await settings.getByLabel('Time for an answer').fill('20m');
      await settings.getByLabel('Recorded arguments').selectOption('paths');
      await settings.getByRole('button', { name: 'Remove args' }).click();
      await settings.getByLabel('Recorded paths').fill('args.host');
      await settings.getByLabel('Recorded paths').press('Enter');
      await settings.getByLabel('Description').fill('everything there is');
      await settings.getByLabel('Time zone').fill('Europe/Paris');
      await settings.getByLabel('Schema for editors').fill('https://example.com/policy.json');

      const saved = async () => {
        await page.getByRole('button', { name: 'Save draft' }).click();
        await page.getByText('not saved', { exact: true }).waitFor({ state: 'detached' });
        const { body } = await api('GET', '/policies/everything');
        const newest = await api('GET', `/policies/everything?version=${String(body.latestVersion)}`);
        return JSON.parse(String(newest.body.text));
      };
      expect(await saved()).toEqual(wanted);

      // And taken back: what was made can be changed and removed where it stands.
      await row('tcp_connect').locator('button[aria-expanded=false]').first().click();
      await limits.getByRole('button', { name: 'Remove limit' }).click();
      await denyIf.getByRole('button', { name: 'Remove entry' }).click();
      await args.getByRole('button', { name: 'Remove the schema' }).click();
      await approval.getByRole('button', { name: 'Remove approval settings' }).click();
      await row('ping_host').locator('button[aria-expanded=false]').first().click();
      await rate.getByRole('button', { name: 'Remove rate limit' }).click();
      await choose('scan_ports', 'Default');
      await page.getByRole('button', { name: 'Remove the rules for every tool call' }).click();
      await page.getByRole('button', { name: 'Remove file:///srv/*' }).click();
      await settings.getByRole('button', { name: 'Remove whois_*' }).click();
      await settings.getByLabel('Sampling').selectOption('');
      await page
        .getByRole('radiogroup', { name: 'Mode' })
        .getByRole('radio', { name: 'enforced' })
        .click({ force: true });
      const { tools, mode: _mode, all_tools: _all, resources: _resources, hide: _hide, ...rest } = wanted;
      const {
        deny_if: _denyIf,
        limits: _limits,
        arguments: _arguments,
        approval: _approval,
        ...tcpLeft
      } = tools.tcp_connect;
      expect(await saved()).toEqual({
        ...rest,
        server_requests: { roots: 'allow', elicitation: 'all' },
        tools: { tcp_connect: tcpLeft, ping_host: {}, 'dns_*': tools['dns_*'] },
      });
      expect(complaints).toEqual([]);
    },
  );
};
