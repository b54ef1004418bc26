import { Command } from 'commander';
import type { CommandModule } from '../command-module.ts';
import { exportCommand } from './audit-export.ts';
import { headCommand } from './audit-head.ts';
import { queryCommand } from './audit-query.ts';
import { tailCommand } from './audit-tail.ts';
import { verifyCommand } from './audit-verify.ts';

/** `toolgate audit`: what was recorded, read beside the running gateway. */
export const build: CommandModule['build'] = (io, done) =>
  new Command('audit')
    .description('Reads the records of every call in the data folder. Nothing in here changes them.')
    .addHelpText('after', '\nExample:\n  toolgate audit query --outcome deny --since 1h')
    .addCommand(tailCommand(io))
    .addCommand(queryCommand(io))
    .addCommand(headCommand(io))
    .addCommand(verifyCommand(io, done))
    .addCommand(exportCommand(io));
