import { resolve } from 'node:path';
import { Command } from 'commander';
import { type Config, type ConfigProblem, configSchema, loadConfig } from '../config/index.ts';
import { readPolicy } from '../policy/index.ts';
import type { CommandModule } from './command-module.ts';
import type { Io } from './io.ts';
import { say } from './say.ts';

/** `toolgate config`: what the configuration file says, without starting anything. */
export const build: CommandModule['build'] = (io, done) => {
  const command = new Command('config')
    .description('Checks the configuration file without starting anything, or prints its JSON Schema.')
    .addHelpText('after', '\nExample:\n  toolgate config check toolgate.yaml');
  command
    .command('check')
    .description('Reads a configuration and says what is wrong with it.')
    .argument('[file]', 'the configuration', 'toolgate.yaml')
    .option('--insecure', 'as in "up --insecure": allow plain HTTP beyond loopback', false)
    .option('--json', 'write the outcome as JSON', false)
    .addHelpText('after', '\nExample:\n  toolgate config check toolgate.yaml')
    .action((file: string, given: { insecure: boolean; json: boolean }) => done(check(file, given, io)));
  command
    .command('schema')
    .description('Prints the JSON Schema of the configuration, for editors.')
    .addHelpText('after', '\nExample:\n  toolgate config schema > toolgate.schema.json')
    .action(() => {
      io.stdout.write(`${JSON.stringify(configSchema(), null, 2)}\n`);
    });
  return command;
};

/** @returns the exit status: 1 when the configuration could not be used */
function check(file: string, given: { insecure: boolean; json: boolean }, io: Io): number {
  const loaded = loadConfig(resolve(io.cwd, file), io.env, { insecure: given.insecure });
  const errors: readonly Problem[] = loaded.ok ? policyErrors(loaded.config) : loaded.errors;
  const warnings = loaded.ok ? loaded.warnings : [];
  const valid = errors.length === 0;
  if (given.json) {
    io.stdout.write(`${JSON.stringify({ valid, errors, warnings })}\n`);
    return valid ? 0 : 1;
  }
  for (const problem of errors) say(io.stderr, sentence(file, problem));
  for (const problem of warnings) say(io.stderr, `${sentence(file, problem)} (warning)`);
  if (loaded.ok && valid) {
    const { servers, policies, grants } = loaded.config;
    say(io.stdout, `${file} is valid: ${servers.size} servers, ${policies.size} policies, ${grants.length} grants`);
  }
  return valid ? 0 : 1;
}

/** A policy that cannot be read is as good as a configuration that cannot: `up` would refuse it. */
function policyErrors(config: Config): readonly Problem[] {
  return [...config.policies.values()].flatMap(({ name, text, format, lineOffset, columnOffset, file }) => {
    const read = readPolicy(text, format, { name, lineOffset, columnOffset });
    return read.ok
      ? []
      : read.errors.map(({ pointer, line, column, message }) => ({ pointer, line, column, message, file }));
  });
}

/** Where it does not stand in the configuration itself, a problem names its file. */
interface Problem extends ConfigProblem {
  readonly file?: string;
}

/** `file:line:column: message (pointer)`, as editors and terminals make links of it. */
function sentence(asked: string, { line, column, pointer, message, file = asked }: Problem): string {
  const place = line === 0 ? '' : `${file}:${line}:${column}: `;
  return `${place}${message}${pointer === '' ? '' : ` (at ${pointer})`}`;
}
