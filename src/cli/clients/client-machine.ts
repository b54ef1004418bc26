import { homedir } from 'node:os';
import type { Machine } from '../../clients/index.ts';
import type { Io } from '../io.ts';

/** This machine, as far as it says where clients keep their files. */
export function clientMachine(io: Io): Machine {
  return { platform: process.platform, home: io.env.HOME ?? io.env.USERPROFILE ?? homedir(), env: io.env, cwd: io.cwd };
}
