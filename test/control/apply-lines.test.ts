import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { runIn } from '../support/gateway/run-here.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'toolgate-apply-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('what is wrong with an applied file is said by its line, in the words of the other files', async () => {
  const text = `
servers:
  code:
    url: https://a.example/mcp
    headers: [X-Canary]
    colour: red
grants:
  ci:
    tags: {}
    expires: 2027-05-01T12:00:00Z
  with/slash: { servers: { code: 7 } }
`;
  writeFileSync(join(folder, 'agents.yaml'), text);
  const applied = runIn(folder, 'apply', '-f', 'agents.yaml', '--yes', '--data', join(folder, 'data'));
  const { message } = await applied.then(
    () => new Error('it was applied'),
    (error: Error) => error,
  );
  expect(message.split('ended with ')[1]?.trim().split('\n')).toEqual([
    '2: toolgate: agents.yaml:5:14: servers.code.headers: expected a mapping, found a list',
    'agents.yaml:4:5: servers.code: unknown key colour',
    'agents.yaml:9:5: grants.ci.servers: is missing: expected a mapping',
    'agents.yaml:11:34: grants.with/slash.servers.code: expected a string, found a number',
  ]);
});
