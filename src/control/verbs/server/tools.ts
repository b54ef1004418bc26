import { z } from 'zod';
import { may } from '../../../accounts/index.ts';
import type { ServerConfig } from '../../../config/index.ts';
import { Fault } from '../../../kernel/index.ts';
import { defineVerb, type PrepareContext } from '../../define-verb.ts';
import { describeTools, toolsShape } from '../../registry/described-tools.ts';
import { slugField } from '../../registry/names.ts';

/** Asks a server for its tools and shows them with their classes and what may be wrong with them. Calls nothing. */
export const listServerTools = defineVerb({
  name: 'server.tools',
  summary: 'Asks a server for its tools, and shows class, severity and findings of each. Calls nothing.',
  permission: 'servers:read',
  change: false,
  input: z.strictObject({ slug: slugField }),
  output: toolsShape,
  prepare: async ({ slug }, context) => {
    const { config, inspect } = await inForce(slug, context);
    try {
      return await describeTools(slug, await inspect(config), config.trusted);
    } catch (error) {
      // That a server cannot be had is an answer to whoever asks, and no failure of the control plane's.
      throw error instanceof Fault ? new Fault(error.code, error.message) : error;
    }
  },
  run: async (_input, _context, described) => described,
});

async function inForce(
  slug: string,
  { services, actor }: PrepareContext,
): Promise<{ config: ServerConfig; inspect: NonNullable<PrepareContext['services']['inspect']> }> {
  const { snapshot, inspect } = services;
  if (snapshot === undefined || inspect === undefined) {
    throw new Fault('store_unavailable', 'no server can be asked from here: start the gateway');
  }
  const config = (await snapshot()).servers.get(slug)?.config;
  if (config === undefined) throw new Fault('not_found', `there is no server ${slug}`);
  // To look at one that is a process, a process is started.
  if (config.transport === 'stdio' && !may(actor, 'servers:write')) {
    throw new Fault('forbidden', 'a server that is a process can be asked by those who may change servers');
  }
  return { config, inspect };
}
