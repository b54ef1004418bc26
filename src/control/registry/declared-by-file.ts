import { Fault } from '../../kernel/index.ts';
import type { Services } from '../services.ts';

/** @throws Fault `conflict` where the configuration file declares a thing of one of these names: it is read-only */
export function notOfFile(
  services: Services,
  kind: 'server' | 'policy' | 'grant',
  names: string | readonly string[],
): void {
  const declared = services.declared?.();
  if (declared === undefined) return;
  const wanted = typeof names === 'string' ? [names] : names;
  const ofFile =
    kind === 'server'
      ? declared.servers
      : kind === 'policy'
        ? declared.policies
        : new Set(declared.grants.map(({ label }) => label));
  const taken = wanted.find((name) => ofFile.has(name));
  if (taken !== undefined) {
    throw new Fault('conflict', `the configuration file declares the ${kind} ${taken}: change it there`);
  }
}
