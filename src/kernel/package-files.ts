/**
 * The package's own folder: what holds `src/` in a checkout, where Node runs the TypeScript itself, and `dist/` in a
 * build. A build puts modules together in other places than they have in a checkout, so nothing of the package may be
 * found by its distance from the code that looks for it. A loader may have put a query behind the path.
 */
export const inCheckout = /\.ts(\?|$)/.test(import.meta.url);
const root = import.meta.url.slice(0, import.meta.url.lastIndexOf(inCheckout ? '/src/' : '/dist/') + 1);

/** @param path from the package's folder, such as `migrations/sqlite/` */
export function packageFile(path: string): URL {
  return new URL(path, root);
}

/**
 * A module of our own that is started rather than imported.
 *
 * @param path below `src/`, without its ending
 */
export function startedModule(path: string): URL {
  return packageFile(inCheckout ? `src/${path}.ts` : `dist/${path}.js`);
}
