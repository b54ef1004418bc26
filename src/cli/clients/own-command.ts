import { fileURLToPath } from 'node:url';
import { packageFile } from '../../kernel/index.ts';
import { version } from '../version.ts';

/**
 * How a client's file is to start `toolgate`: this very version by npx, or this checkout's program with this Node, so
 * that what was tried is what will run.
 */
export function ownCommand(given: string | undefined): readonly string[] {
  if (given !== undefined) return given.trim().split(/\s+/);
  const launcher = fileURLToPath(packageFile('bin/toolgate.js'));
  return /[/\\]node_modules[/\\]/.test(launcher) ? ['npx', '-y', `toolgate@${version}`] : [process.execPath, launcher];
}
