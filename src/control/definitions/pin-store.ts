import type { Pin, PinStore, Tool } from '../../definitions/index.ts';
import type { Control } from '../control.ts';

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
      const { observeDefinitions } = await import('../verbs/definition/index.ts');
      const { known } = await control.run(observeDefinitions, { server, tools: tools.map(written) }, { actor: system });
      return known.map((pin) => ({ ...pin, server }));
    },
  };
}

function written({ name, hash, definition }: Tool): { name: string; hash: string; text: string } {
  return { name, hash, text: definition.toString('utf8') };
}

/** A state that nobody knows admits nothing. */
function pinOf({ server, tool, hash, state }: { server: string; tool: string; hash: string; state: string }): Pin {
  return { server, tool, hash, state: state === 'approved' || state === 'waiting' ? state : 'rejected' };
}
