/**
 * Runs the official suite through a governed gateway and prints what it says, for work on the gateway:
 *
 *     npm run build && node test/conformance/through-gateway.ts --requirements 2026-07-28 --eras legacy
 *     node test/conformance/through-gateway.ts --eras both --scenario server-stateless --spec-version 2026-07-28
 *
 * `--eras` pins the server behind the gateway; everything else is the suite's own.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Eras } from '../support/upstreams/dual-era-server.ts';
import { startGoverned } from './governed.ts';
import { suiteProgram } from './official-suite.ts';

const args = process.argv.slice(2);
const at = args.indexOf('--eras');
const [eras = 'both'] = at < 0 ? [] : args.splice(at, 2).slice(1);
await using governed = await startGoverned(eras as Eras);
const suite = spawn(process.execPath, [suiteProgram, 'server', '--url', governed.url, ...args], { stdio: 'inherit' });
[process.exitCode] = (await once(suite, 'close')) as [number];
