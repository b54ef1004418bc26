import { createHash } from 'node:crypto';

/** As much of an npm lock file (version 3) as is read here. */
export interface LockFile {
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

interface LockedPackage {
  readonly name?: string;
  readonly version?: string;
  readonly integrity?: string;
  readonly license?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** A package whose code lies in the build itself. */
export interface Bundled {
  readonly name: string;
  readonly version: string;
}

/** What lies between the notices of two packages. */
export const noticesRule = '-'.repeat(80);

/** The packages of a file of notices: each begins with its name and version. */
export function bundledIn(notices: string): readonly Bundled[] {
  return notices.split(`\n${noticesRule}\n\n`).flatMap((notice) => {
    const [, name, version] = /^(\S+) (\S+)\n/.exec(notice) ?? [];
    return name === undefined || version === undefined ? [] : [{ name, version }];
  });
}

/**
 * A bill of materials in CycloneDX 1.6: the packages that are installed with this one, with their dependencies, and those whose
 * code is in the build (`toolgate:bundled`), the dashboard's included. `npm sbom` knows nothing of the latter. There is no
 * date in it and nothing at random: one source, one text.
 *
 * @throws when the lock file does not hold a package that is needed
 */
export function sbomOf(lock: LockFile, bundled: readonly Bundled[]): object {
  const installed = installedBy(lock);
  const refs = new Map<string, { readonly locked: LockedPackage; readonly bundled: boolean }>();
  for (const { ref, locked } of installed.values()) refs.set(ref, { locked, bundled: false });
  const byRef = new Map(Object.entries(lock.packages).map(([path, locked]) => [refOf(path, locked), locked]));
  for (const { name, version } of bundled) {
    const ref = `${name}@${version}`;
    const locked = byRef.get(ref);
    if (locked === undefined) throw new Error(`${ref} is in the build, and not in the lock file`);
    refs.set(ref, { locked, bundled: true });
  }
  const own = lock.packages[''];
  if (own === undefined) throw new Error('the lock file names no package of its own');
  const self = `${own.name}@${own.version}`;
  const ordered = [...refs].sort(([a], [b]) => (a < b ? -1 : 1));
  const content = {
    metadata: {
      component: {
        type: 'application',
        'bom-ref': self,
        name: own.name,
        version: own.version,
        purl: purlOf(self),
        licenses: licensesOf(own),
      },
    },
    components: ordered.map(([ref, { locked, bundled: inside }]) => ({
      type: 'library',
      'bom-ref': ref,
      ...named(ref),
      scope: 'required',
      purl: purlOf(ref),
      ...(locked.integrity === undefined ? {} : { hashes: hashesOf(locked.integrity) }),
      licenses: licensesOf(locked),
      ...(inside ? { properties: [{ name: 'toolgate:bundled', value: 'true' }] } : {}),
    })),
    dependencies: [
      { ref: self, dependsOn: ordered.map(([ref]) => ref).filter((ref) => isDirect(ref, own, refs.get(ref)?.bundled)) },
      ...[...installed.values()].map(({ ref, needs }) => ({ ref, dependsOn: [...needs].sort() })),
    ].sort((a, b) => (a.ref < b.ref ? -1 : 1)),
  };
  const digest = createHash('sha256').update(JSON.stringify(content)).digest('hex');
  // A UUID of version 8: what it is made of is ours to say, and it is the content.
  const uuid = `${digest.slice(0, 8)}-${digest.slice(8, 12)}-8${digest.slice(13, 16)}-a${digest.slice(17, 20)}-${digest.slice(20, 32)}`;
  return { bomFormat: 'CycloneDX', specVersion: '1.6', serialNumber: `urn:uuid:${uuid}`, version: 1, ...content };
}

interface Installed {
  readonly ref: string;
  readonly locked: LockedPackage;
  readonly needs: readonly string[];
}

/** What `npm install` of this package brings: its dependencies and theirs, by their places in the lock file. */
function installedBy({ packages }: LockFile): ReadonlyMap<string, Installed> {
  const found = new Map<string, Installed>();
  const visit = (path: string, locked: LockedPackage): readonly string[] => {
    const needs: string[] = [];
    for (const name of Object.keys(locked.dependencies ?? {})) needs.push(reach(path, name, true));
    for (const name of Object.keys(locked.optionalDependencies ?? {})) {
      const ref = reach(path, name, false);
      if (ref !== '') needs.push(ref);
    }
    return needs;
  };
  const reach = (from: string, name: string, must: boolean): string => {
    const place = placeOf(from, name, packages);
    const locked = place === undefined ? undefined : packages[place];
    if (place === undefined || locked === undefined) {
      if (must) throw new Error(`${name} is needed, and not in the lock file`);
      return '';
    }
    const ref = refOf(place, locked);
    if (!found.has(place)) {
      // Before its own are looked at: packages may need one another.
      found.set(place, { ref, locked, needs: [] });
      found.set(place, { ref, locked, needs: visit(place, locked) });
    }
    return ref;
  };
  visit('', packages[''] ?? {});
  return found;
}

/** Where Node would find a package: beside whoever needs it, or further out. */
function placeOf(from: string, name: string, packages: LockFile['packages']): string | undefined {
  for (let at = from; ; at = at.replace(/(?:^|\/)node_modules\/(?:@[^/]+\/)?[^/]+$/, '')) {
    const place = at === '' ? `node_modules/${name}` : `${at}/node_modules/${name}`;
    if (Object.hasOwn(packages, place)) return place;
    if (at === '') return undefined;
  }
}

function refOf(path: string, locked: LockedPackage): string {
  const name = locked.name ?? path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
  return `${name}@${locked.version}`;
}

function isDirect(ref: string, own: LockedPackage, bundled = false): boolean {
  return bundled || Object.hasOwn(own.dependencies ?? {}, ref.slice(0, ref.lastIndexOf('@')));
}

function named(ref: string): { readonly group?: string; readonly name: string; readonly version: string } {
  const at = ref.lastIndexOf('@');
  const [group, name] = ref.startsWith('@') ? ref.slice(0, at).split('/') : [undefined, ref.slice(0, at)];
  return { ...(group === undefined ? {} : { group }), name: name ?? '', version: ref.slice(at + 1) };
}

function purlOf(ref: string): string {
  return `pkg:npm/${ref.replace(/^@/, '%40')}`;
}

/** An npm integrity is base64; CycloneDX wants hexadecimal. */
function hashesOf(integrity: string): readonly object[] {
  return integrity.split(' ').flatMap((each) => {
    const [, bits, base64] = /^sha(1|256|384|512)-([A-Za-z0-9+/=]+)$/.exec(each) ?? [];
    if (bits === undefined || base64 === undefined) return [];
    return [{ alg: `SHA-${bits}`, content: Buffer.from(base64, 'base64').toString('hex') }];
  });
}

function licensesOf({ license }: LockedPackage): readonly object[] {
  if (license === undefined) return [];
  return [/ (?:OR|AND|WITH) /.test(license) ? { expression: license } : { license: { id: license } }];
}
