import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type LoadedConfig, loadConfig } from './load-config.ts';

/** threats B81: secrets planted wherever one could stand, and documents broken in ways that make readers quote them. */
const canary = (n: number) => `tg_canary${String(n).padStart(2, '0')}${'x'.repeat(43)}`;
const short = (n: number) => `canary${n}`;

const env = { SECRET: canary(90), BAD: `bad\n${canary(91)}`, URLISH: `https://u:${canary(92)}@h` };

const documents: readonly string[] = [
  `grants: [{ label: x, token: "${short(1)}" }]`,
  `grants: [{ label: x, token: [${canary(2)}] }]`,
  `grants: [{ label: "${canary(3)}!", token: ${canary(3)} }]`,
  `grants: [${canary(4)}]`,
  `grants: [{ ${canary(5)}: x }]`,
  `${canary(6)}: x`,
  `${canary(7)}`,
  `servers: { a: { url: "https://u:${canary(8)}@h" } }`,
  `servers: { a: { url: "ftp://h/?k=${canary(9)}" } }`,
  `servers: { a: { url: "https://h", headers: { Authorization: "\\n${canary(10)}" } } }`,
  `servers: { a: { url: "https://h", headers: ${canary(11)} } }`,
  `servers: { a: { url: "https://h", headers: { "${canary(12)} x": y } } }`,
  `servers: { a: { command: [x], env: { "${canary(13)}-": y } } }`,
  `servers: { ${canary(14)}_: {} }`,
  `listen: "${canary(15)}"`,
  `decisionMeta: "${canary(16)}"`,
  `publicUrl: "\${env:BAD}"`,
  `publicUrl: "\${env:URLISH}"`,
  `publicUrl: "\${env:SECRET}"`,
  `decisionMeta: "\${env:SECRET}"`,
  `publicUrl: "\${file:secret}"`,
  `grants: [{ label: x, server: "\${env:SECRET}", policy: "\${env:SECRET}", token: "\${env:SECRET}" }]`,
  `grants: [{ label: "\${env:SECRET}", servers: { a: b }, token: "\${file:secret}" }]`,
  `grants: [{ label: x, token: "${canary(17)}]`,
  `grants: [{ label: x, token: *${canary(18)} }]`,
  `grants: [{ label: x, token: !${canary(19)} y }]`,
  `grants: [{ label: x, token: &${canary(20)} y }]`,
  `grants:\n- label: x\n ${canary(21)}\n- y`,
  `token: |x ${canary(22)}`,
  `"\\q${canary(23)}": x`,
  `--- ${canary(24)}\n--- x`,
  `%${canary(25)}\n---\na: b`,
];

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'toolgate-secrets-'));
  writeFileSync(join(folder, 'secret'), canary(93));
});
afterAll(() => rmSync(folder, { recursive: true }));

function load(text: string): LoadedConfig {
  const file = join(folder, 'toolgate.yaml');
  writeFileSync(file, text);
  return loadConfig(file, env);
}

test.each(documents)('%#: refused without a word of it', (text) => {
  const loaded = load(text);
  expect(loaded.ok).toBe(false);
  expect(JSON.stringify(loaded)).not.toContain('canary');
});

test('what is read well keeps secrets only where they are used', () => {
  const text = `servers: { a: { url: "https://h", headers: { A: "\${env:SECRET}" } } }
policies: { p: { version: "1" } }
webhooks: [{ name: c, url: "https://h", format: otlp, headers: { A: "\${env:SECRET}" } }]
grants: [{ label: x, servers: { a: p }, token: "\${file:secret}" }]`;
  const loaded = load(text);
  expect(loaded.ok && loaded.config.servers.get('a')).toMatchObject({ headers: new Map([['A', canary(90)]]) });
  expect(loaded.ok && loaded.config.webhooks[0]?.headers).toEqual(new Map([['A', canary(90)]]));
  expect(JSON.stringify(loaded)).not.toContain('canary');
});
