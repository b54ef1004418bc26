import { expect, test } from 'vitest';
import { bundledIn, type LockFile, noticesRule, sbomOf } from '../../scripts/sbom.ts';

const sha = `sha512-${Buffer.from('x').toString('base64')}`;
const lock: LockFile = {
  packages: {
    '': { name: 'own', version: '1.0.0', license: 'MIT', dependencies: { a: '1', '@s/b': '1' } },
    web: { name: 'web', version: '1.0.0' },
    'node_modules/a': { version: '1.0.0', integrity: sha, license: 'MIT OR Apache-2.0', dependencies: { c: '2' } },
    'node_modules/a/node_modules/c': { version: '2.0.0', dependencies: { a: '1' } },
    'node_modules/@s/b': { version: '1.0.0', optionalDependencies: { c: '1', absent: '1' } },
    'node_modules/c': { version: '1.0.0' },
    'node_modules/tool': { version: '1.0.0' },
    'web/node_modules/shown': { version: '3.0.0' },
  },
};
type Sbom = { components: Record<string, unknown>[]; dependencies: unknown[]; serialNumber: string };

test('what is installed, each where Node finds it, and what is in the build; nothing that only builds', () => {
  const { components, dependencies } = sbomOf(lock, [{ name: 'shown', version: '3.0.0' }]) as Sbom;
  expect(components.map((each) => each['bom-ref'])).toEqual([
    '@s/b@1.0.0',
    'a@1.0.0',
    'c@1.0.0',
    'c@2.0.0',
    'shown@3.0.0',
  ]);
  expect(components[0]).toMatchObject({ group: '@s', name: 'b', purl: 'pkg:npm/%40s/b@1.0.0' });
  expect(components[1]).toMatchObject({
    hashes: [{ alg: 'SHA-512', content: '78' }],
    licenses: [{ expression: 'MIT OR Apache-2.0' }],
  });
  expect(components[4]).toMatchObject({ properties: [{ name: 'toolgate:bundled', value: 'true' }] });
  expect(dependencies).toContainEqual({ ref: 'a@1.0.0', dependsOn: ['c@2.0.0'] });
  expect(dependencies).toContainEqual({ ref: '@s/b@1.0.0', dependsOn: ['c@1.0.0'] });
  expect(dependencies).toContainEqual({ ref: 'own@1.0.0', dependsOn: ['@s/b@1.0.0', 'a@1.0.0', 'shown@3.0.0'] });
});

test('one source, one text; another, another number', () => {
  const [one, same, other] = [sbomOf(lock, []), sbomOf(lock, []), sbomOf(lock, [{ name: 'tool', version: '1.0.0' }])];
  expect(same).toEqual(one);
  expect((one as Sbom).serialNumber).toMatch(
    /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/,
  );
  expect((other as Sbom).serialNumber).not.toBe((one as Sbom).serialNumber);
});

test('a package that no lock file knows is none', () => {
  expect(() => sbomOf(lock, [{ name: 'shown', version: '4.0.0' }])).toThrow('not in the lock file');
  expect(() => sbomOf({ packages: { '': { name: 'own', version: '1', dependencies: { a: '1' } } } }, [])).toThrow(
    'a is needed',
  );
});

test('packages are told by the heads of their notices', () => {
  const notices = [`a 1.0.0\n\nterms 1.0\n`, `@s/b 2.0.0-x\n\nb 3.0.0\n`].join(`\n${noticesRule}\n\n`);
  expect(bundledIn(notices)).toEqual([
    { name: 'a', version: '1.0.0' },
    { name: '@s/b', version: '2.0.0-x' },
  ]);
});
