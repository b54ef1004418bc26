import type { Pin, PinStore, Tool } from '../../definitions/index.ts';
import type { Control } from '../control.ts';
import { KeptDefinitions, stateOf } from './kept-definitions.ts';

const system = { kind: 'system', id: 'system', role: undefined } as const;

/** Keeps pins in the installation's database, by the control plane's own verb, which is loaded when a list has changed. */
export function pinStore(control: Control): PinStore {
  const { sql } = control;
  return {
    load: async () => {
      const [rows, servers] = await Promise.all([
        sql.selectFrom('definition').select(['server', 'tool', 'hash', 'state']).execute(),
        sql.selectFrom('listed_server').select('server').execute(),
      ]);
      return { pins: rows.map(pinOf), listed: servers.map(({ server }) => server) };
    },
    keep: async (server, tools) => {
      // A server that lists others each time leaves nothing on record once there is no room to keep them.
      const kept = await KeptDefinitions.read(sql, server);
      if (!kept.isFirst && kept.freshIn(tools).length === 0) {
        return tools.map((tool) => ({
          server,
          tool: tool.name,
          hash: tool.hash,
          state: kept.stateOf(tool) ?? 'waiting',
        }));
      }
      const { observeDefinitions } = await import('../verbs/definition/index.ts');
      const { known } = await control.run(observeDefinitions, { server, tools: tools.map(written) }, { actor: system });
      return known.map((pin) => ({ ...pin, server }));
    },
  };
}

function written({ name, hash, definition }: Tool): { name: string; hash: string; text: string } {
  return { name, hash, text: definition.toString('utf8') };
}

function pinOf({ state, ...rest }: { server: string; tool: string; hash: string; state: string }): Pin {
  return { ...rest, state: stateOf(state) };
}
