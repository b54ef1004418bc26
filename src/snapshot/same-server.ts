import { isDeepStrictEqual } from 'node:util';
import type { ServerConfig } from '../config/index.ts';

/**
 * Whether a server's connection may be kept over a reload: nothing of how it is reached has changed. A policy or a
 * grant never touches a running process.
 */
export function sameServer(a: ServerConfig, b: ServerConfig): boolean {
  return isDeepStrictEqual(a, b);
}
