import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { gatewaySlug, starterRecords } from '../../src/catalog/index.ts';
import { slugOf } from '../../src/catalog/store/slug.ts';
import { loadConfig } from '../../src/config/index.ts';
import { declarationOf } from '../../web/src/features/catalog/declaration.ts';

it('of each server of the catalogue is one that a gateway takes', () => {
  const folder = mkdtempSync(join(tmpdir(), 'declared-'));
  const file = join(folder, 'toolgate.yaml');
  // Most come without a package; their place is one that another source may give one.
  const unnamed = [{ registry: 'npm', name: 'x', version: '1.0.0' }];
  const servers = starterRecords().map(({ name, packages = [] }) => ({
    slug: slugOf(name),
    packages: packages.length === 0 ? unnamed : JSON.parse(JSON.stringify(packages)),
  }));
  const declared = [...servers, { slug: 'catalog', packages: unnamed }].flatMap((server) => {
    const text = declarationOf(server);
    return text === undefined ? [] : [{ slug: server.slug, text }];
  });
  try {
    expect(declared.length).toBeGreaterThan(150);
    expect(declared.filter(({ slug }) => slug.length > 31).length).toBeGreaterThan(10);
    for (const { slug, text } of declared) {
      writeFileSync(file, text);
      const loaded = loadConfig(file, {});
      // The same word as the pages have for it.
      expect(loaded.ok ? [...loaded.config.servers.keys()] : loaded.errors, slug).toEqual([gatewaySlug(slug)]);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
