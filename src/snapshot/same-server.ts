import { isDeepStrictEqual } from 'node:util';
import type { ServerConfig } from '../config/index.ts';

/** Whether nothing at all has changed. */
export function sameServer(a: ServerConfig, b: ServerConfig): boolean {
  return a === b || isDeepStrictEqual(a, b);
}

/**
 * Whether a server's connection may be kept over a reload: nothing of how it is reached has changed. A policy or a
 * grant never touches a running process, nor does whether its definitions are pinned. Whether its author is trusted is a
 * matter of its tools' classes: they are read anew.
 */
export function sameReach(a: ServerConfig, b: ServerConfig): boolean {
  return isDeepStrictEqual(reachOf(a), reachOf(b));
}

function reachOf({ pinned: _pinned, ...reach }: ServerConfig): object {
  return reach;
}
