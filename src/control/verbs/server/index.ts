/** Servers: what agents reach. Those that are processes are declared in the configuration file, and only shown here. */
export { createServer } from './create.ts';
export { listServers } from './list.ts';
export { removeServer } from './remove.ts';
export { showServer } from './show.ts';
export { testServer } from './test.ts';
export { listServerTools } from './tools.ts';
export { updateServer } from './update.ts';
