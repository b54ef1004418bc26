import { Fault } from '../../kernel/index.ts';
import type { Services } from '../services.ts';

/** @throws Fault `conflict` where the configuration file declares a thing of that name: it is read-only */
export function notOfFile(services: Services, kind: 'server' | 'policy' | 'grant', name: string): void {
  const declared = services.declared?.();
  if (declared === undefined) return;
  const taken =
    kind === 'server'
      ? declared.servers.has(name)
      : kind === 'policy'
        ? declared.policies.has(name)
        : declared.grants.some(({ label }) => label === name);
  if (taken) throw new Fault('conflict', `the configuration file declares the ${kind} ${name}: change it there`);
}
