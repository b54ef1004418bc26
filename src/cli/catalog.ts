import { Command } from 'commander';
import type { CommandModule } from './command-module.ts';

/** `toolgate catalog …`: what tools can do. */
export const build: CommandModule['build'] = (io, done) => {
  const command = new Command('catalog').description('What tools can do at worst, and how sure that is.');
  command
    .command('classify')
    .description('class tool definitions from JSON lines on standard input by risk, one JSON object a line')
    .addHelpText(
      'after',
      `
Reads {"server", "name", "description", "inputSchema", "annotations"} a line; only "name" is required. Answers category,
severity, confidence, flags, reason, evidence and findings. A line that is no such object is answered with "error", and
the exit status is 1 at the end.

Example:
  echo '{"name":"tcp_connect","inputSchema":{"properties":{"host":{},"port":{}}}}' | toolgate catalog classify`,
    )
    .action(async () => {
      const { classifyLines } = await import('./catalog-classify.ts');
      done(await classifyLines(io));
    });
  return command;
};
