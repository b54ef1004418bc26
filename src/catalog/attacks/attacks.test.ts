import { expect, it } from 'vitest';
import { readPolicy } from '../../policy/index.ts';
import { flagNames } from '../classify/flags.ts';
import { attackNamed, attacks } from './attacks.ts';
import { attacksOn } from './attacks-on.ts';

it('has forty patterns at least, and the 28 incidents, each once', () => {
  expect(attacks.filter(({ kind }) => kind === 'pattern').length).toBeGreaterThanOrEqual(40);
  expect(attacks.filter(({ kind }) => kind === 'incident')).toHaveLength(28);
  expect(new Set(attacks.map(({ slug }) => slug)).size).toBe(attacks.length);
  expect(attackNamed('rug-pull')?.title).toContain('Rug pull');
  expect(attackNamed('constructor')).toBeUndefined();
});

it.each(attacks.map((attack) => [attack.slug, attack] as const))('%s is told whole', (slug, attack) => {
  expect(slug).toMatch(/^[a-z0-9-]+$/);
  for (const text of [attack.title, attack.summary, attack.how, attack.because])
    expect(text.length).toBeGreaterThan(10);
  expect(attack.signals.length).toBeGreaterThan(0);
  expect(attack.sources.length).toBeGreaterThan(0);
  const { safeMcp = [], owaspMcp = [], owaspAsi = [], cwe = [], cve = [] } = attack.tags;
  for (const tag of safeMcp) expect(tag).toMatch(/^T\d{4}$/);
  for (const tag of owaspMcp) expect(tag).toMatch(/^MCP(0[1-9]|10)$/);
  for (const tag of owaspAsi) expect(tag).toMatch(/^ASI(0[1-9]|10)$/);
  for (const tag of cve) expect(tag).toMatch(/^CVE-20\d\d-\d{4,}$/);
  expect(safeMcp.length + owaspMcp.length + owaspAsi.length + cwe.length).toBeGreaterThan(0);
  if (attack.kind === 'incident') expect([attack.date, attack.known]).not.toContain(undefined);
  const read = readPolicy(JSON.stringify(attack.policy), 'json', { name: slug });
  expect(read.ok ? [] : read.errors).toEqual([]);
  // The policy is for tools that the replay has, and the replay does something besides.
  expect(attack.replay.stopped.length + attack.replay.passes.length).toBeGreaterThan(0);
});

it('names what abuses a kind of access, the closest first', () => {
  expect(attacksOn(['arbitrary_url', 'open_world']).map(({ slug }) => slug)).toEqual(
    expect.arrayContaining(['ssrf-metadata', 'exfiltration-by-url']),
  );
  expect(attacksOn(['untrusted_content', 'private_data', 'public_sink'])[0]?.slug).toBe('toxic-flow');
  expect(attacksOn([])).toEqual([]);
  for (const flag of flagNames) for (const { needs } of attacksOn([flag])) expect(needs).toContain(flag);
});
