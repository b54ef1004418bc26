import type { Command } from 'commander';
import type { Io } from './io.ts';

/** A command: `src/cli/<name>.ts`. */
export interface CommandModule {
  /**
   * @param io what the command may touch
   * @param done to be called with the exit status when it is not 0
   */
  build(io: Io, done: (exitCode: number) => void): Command;
}
