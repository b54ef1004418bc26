import { inject, it } from 'vitest';
import type { Clock } from '../../../src/kernel/index.ts';
import { limiterContract, type Opened } from '../../contract/limiter/suite.ts';
import { noRedis } from '../support/start-redis.ts';
import { followed, TimedServer } from '../support/timed-limiter.ts';

const url = inject('redis');

async function open(server: TimedServer, clock: Clock): Promise<Opened> {
  await server.at(clock.now());
  const limiter = await server.limiter();
  return {
    limiter: followed(limiter, server, clock),
    restart: async (next) => {
      await limiter.close();
      return open(server, next);
    },
    close: async () => {
      await limiter.close();
      server.close();
    },
  };
}

if (url === undefined) {
  it('limiter contract: valkey', ({ skip }) => skip(noRedis));
} else {
  limiterContract('valkey', async (clock) => open(await TimedServer.open(url), clock));
}
