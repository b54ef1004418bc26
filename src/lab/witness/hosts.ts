/**
 * URLs and bare hosts in every class that lists of `host_in` can tell apart: each listed name, what is below it and what
 * is not, each in every scheme's default port, in every listed port and in another one.
 *
 * @param fresh letters that no list holds
 */
export function hostsAround(entries: readonly string[], fresh: string): string[] {
  const parsed = entries.map((entry) => /^(\*\.)?(.*?)(?::(\d+))?$/.exec(entry) ?? []);
  const names = [`${fresh}.example`, ...parsed.flatMap(([, , name = '']) => [name, `${fresh}.${name}`])];
  const ports = [
    ...new Set(['', ...parsed.flatMap(([, , , port]) => port ?? []).map((port) => `:${port}`), ':80', ':443', ':8443']),
  ];
  const forms = ports.flatMap((port) => [
    (name: string) => `https://${name}${port}/`,
    (name: string) => `${name}${port}`,
    (name: string) => `http://${name}${port}/`,
  ]);
  return [...forms.flatMap((form) => [...new Set(names)].map(form)), 'https://user@host/'];
}

/** What `public_host` tells apart. */
export const publicAndNot: readonly string[] = [
  'https://example.com/',
  'example.com',
  'http://127.0.0.1/',
  'localhost',
  'https://10.0.0.1/',
  'http://[::1]/',
  'https://user@example.com/',
];
