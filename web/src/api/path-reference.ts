/** Writes a name as the gateway reads one in a path (`src/kernel/path-reference.ts`), without what only Node has. */
export function toPathReference(name: string): string {
  if (/^(?!\.{1,2}$)[A-Za-z0-9._-][A-Za-z0-9._~-]*$/.test(name)) return name;
  return `~${btoa(String.fromCharCode(...new TextEncoder().encode(name)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')}`;
}
