import type { Receipt } from '../../limits/index.ts';
import type { Ports } from '../ports.ts';

/**
 * Frees the slots of a call that is over. Its answer does not wait for it, and what goes wrong with it, a store that is
 * gone, is told to the operator: it must not end the process, and every other call with it.
 *
 * @returns when they are free, or could not be freed; it never rejects or throws
 */
export function letGo(receipt: Receipt | undefined, ports: Pick<Ports, 'limiter' | 'telemetry'>): void | Promise<void> {
  if (receipt === undefined) return;
  const couldNot = (error: unknown): void =>
    ports.telemetry.warn('the slots of a call that is over could not be freed', { error });
  try {
    return ports.limiter.release(receipt)?.catch(couldNot);
  } catch (error) {
    couldNot(error);
  }
}
