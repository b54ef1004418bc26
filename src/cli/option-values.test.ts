import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { main } from './main.ts';

/** A number that is none is `null` in JSON, and to the gateway that is "no limit". */
it.each(
  [
    ['server', 'update', 'github', '--max-concurrency'],
    ['server', 'update', 'github', '--connect-timeout'],
    ['server', 'update', 'github', '--first-byte-timeout'],
    ['server', 'update', 'github', '--idle-timeout'],
    ['approvals', 'approve', '3f2a9c', '--minutes'],
    ['approvals', 'approve', '3f2a9c', '--uses'],
    ['policy', 'activate', 'github', '--version'],
    ['policy', 'rollback', 'github', '--to'],
    ['policy', 'replay', '--of', 'github', '--version'],
    ['audit', 'query', '--limit'],
  ].flatMap((words) => ['1O', '', '0', '-1', '1e3', '0x10', '1.5', 'NaN'].map((given) => [words.join(' '), given])),
)('%s takes a whole number, and not %j', async (words, given) => {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const io = { stdin: new PassThrough(), stdout, stderr, env: {}, cwd: '/' };
  const [option, ...before] = words.split(' ').reverse();
  expect(await main([...before.reverse(), `${option}=${given}`], io)).toBe(2);
  expect(String(stderr.read())).toContain('It is a whole number from 1 on.');
});
