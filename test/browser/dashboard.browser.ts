import { afterAll, beforeAll, describe } from 'vitest';
import { accessible } from './parts/accessible.ts';
import { asks } from './parts/asks.ts';
import { eachRole } from './parts/each-role.ts';
import { everyConstruct } from './parts/every-construct.ts';
import { features } from './parts/features.ts';
import { keysAndSessions } from './parts/keys-and-sessions.ts';
import { motion } from './parts/motion.ts';
import { settings } from './parts/settings.ts';
import { speed } from './parts/speed.ts';
import { stops } from './parts/stops.ts';
import { unsaved } from './parts/unsaved.ts';
import { weather } from './parts/weather.ts';
import { browserPath } from './support/browser.ts';
import { openStage, type Stage } from './support/stage.ts';

describe('the dashboard', () => {
  let stage: Stage | undefined;
  beforeAll(async () => {
    if (browserPath !== undefined) stage = await openStage();
  });
  afterAll(async () => {
    await stage?.[Symbol.asyncDispose]();
  });
  const the = (): Stage | undefined => stage;
  // What is made by one part is what the next one looks at: pages are judged with something on them.
  weather(the);
  everyConstruct(the);
  features(the);
  settings(the);
  stops(the);
  asks(the);
  unsaved(the);
  eachRole(the);
  accessible(the);
  keysAndSessions(the);
  motion(the);
  speed(the);
});
