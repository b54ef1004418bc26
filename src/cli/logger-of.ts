import { type Logger, newLogger } from '../telemetry/index.ts';
import { CommandError, type Io } from './io.ts';

/**
 * The log of a command that serves, at the level that the environment names.
 *
 * @param least the level where it names none
 * @throws CommandError where it names another word
 */
export function loggerOf({ stderr, env }: Io, least: 'info' | 'warn', loaded: 'late' | 'at once'): Logger {
  try {
    return newLogger(stderr, env.TOOLGATE_LOG_LEVEL ?? least, loaded);
  } catch (error) {
    throw new CommandError(error instanceof Error ? error.message : String(error), 2);
  }
}
