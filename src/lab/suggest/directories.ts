/** Most directories that a rule lists. */
const most = 3;

/** A directory as near to the root as this says too little: `/home`, `/srv`. */
const leastDepth = 2;

/**
 * The directories that file paths lie in: few, and none that is nearly everything.
 *
 * @returns nothing where the paths are none, or too far apart
 */
export function directoriesOf(paths: readonly string[]): readonly string[] | undefined {
  if (!paths.every((path) => /^\/[^/]/.test(path))) return undefined;
  let found = outermost(new Set(paths.map(parentOf)));
  while (found.length > most) {
    const merged = nearestAncestor(found);
    if (merged === undefined) return undefined;
    found = outermost(new Set([...found, merged]));
  }
  return found.every((directory) => directory.length > 1) ? found : undefined;
}

function segments(path: string): string[] {
  return path.split('/').filter((segment) => segment !== '');
}

/** Where a file stands; what stands at the root is its own place. */
function parentOf(path: string): string {
  const parts = segments(path);
  return `/${(parts.length > 1 ? parts.slice(0, -1) : parts).join('/')}`;
}

/** Without those that lie in another one. */
function outermost(directories: ReadonlySet<string>): string[] {
  const sorted = [...directories].toSorted();
  return sorted.filter((one) => !sorted.some((other) => other !== one && one.startsWith(`${other}/`)));
}

/** The deepest directory that two neighbours share. */
function nearestAncestor(sorted: readonly string[]): string | undefined {
  let best: string[] = [];
  for (let at = 1; at < sorted.length; at++) {
    const [a, b] = [segments(sorted[at - 1] ?? ''), segments(sorted[at] ?? '')];
    const differs = a.findIndex((segment, index) => segment !== b[index]);
    const shared = differs < 0 ? a : a.slice(0, differs);
    if (shared.length > best.length) best = shared;
  }
  return best.length >= leastDepth ? `/${best.join('/')}` : undefined;
}
