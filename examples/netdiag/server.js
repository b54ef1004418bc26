// The demo server over stdio, as a configuration's `command: [node, examples/netdiag/server.js]` starts it.
import { main } from '../../dist/cli/main.js';

process.exitCode = await main(['netdiag', ...process.argv.slice(2)]);
