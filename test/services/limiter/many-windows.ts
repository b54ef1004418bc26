import { startRedis } from '../support/start-redis.ts';
import { newPrefix } from '../support/timed-limiter.ts';
import { hammer } from './windows.ts';

/** `npm run limits:windows`: the long run of `windows.service.ts`. Needs Valkey or Redis on the machine. */
const seconds = Number(process.argv[2] ?? 200);
const redis = await startRedis();
if (redis === undefined) throw new Error('neither valkey-server nor redis-server is installed here');
try {
  const { admitted, refused, most } = await hammer(redis.url, newPrefix(), {
    processes: 4,
    callers: 64,
    max: 50,
    seconds,
  });
  process.stdout.write(
    `${seconds} windows: ${admitted} admitted, ${refused} refused, at most ${most} of 50 in any second\n`,
  );
  process.exitCode = most > 50 ? 1 : 0;
} finally {
  await redis.remove();
}
