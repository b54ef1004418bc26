import { Fault } from '../kernel/index.ts';
import type { Tool, ToolTable } from './tool.ts';

/**
 * Port: which definitions of pinned servers may be shown and called. A tool is quarantined when its definition is not,
 * to the last member, one that was approved: neither listed nor called, until an operator has seen the difference.
 */
export interface DefinitionGate {
  /** One look-up. */
  admits(server: string, tool: Pick<Tool, 'name' | 'hash'>): boolean;
  /**
   * A server's list as it was just read. What the very first list of a server has is approved by that, and the promise
   * resolves when this is kept; it rejects with a Fault when it cannot be, and then nobody is shown the list. Whatever
   * is new or changed later waits for an operator.
   *
   * @returns nothing to wait for where nothing is seen for the first time
   */
  listed(server: string, table: ToolTable): Promise<void> | undefined;
}

/** Before anything is known of pins: whatever is pinned is refused. */
export const closedGate: DefinitionGate = {
  admits: () => false,
  listed: async () => {
    throw new Fault('snapshot_stale', 'The gateway does not know yet which tools of this server were approved.');
  },
};
