import { CaptureKeeper, CaptureRules } from '../captures/index.ts';
import { type Control, captureContext, storedCaptureRules, sweepCaptures, writeCaptures } from '../control/index.ts';
import type { Logger } from '../telemetry/index.ts';
import type { Gateway } from './composed.ts';

/**
 * The part of the composition root that captures arguments where the file or an operator asks for it: rules on their way
 * to the calls, and calls on their way into the database. Of two rules for the same calls the file's holds.
 *
 * @throws SqlError when the rules cannot be read
 */
export async function openCapturing(
  gateway: Pick<Gateway, 'capture' | 'declared'>,
  { sql, clock, sealer }: Control,
  log: Logger,
): Promise<{ reload(): Promise<void>; close(): Promise<void> }> {
  const keeper = new CaptureKeeper({
    clock,
    seal: (text, requestId) => sealer.seal('captured-arguments', text, captureContext(requestId)),
    write: (rows) => writeCaptures(sql, rows),
    sweep: (now) => sweepCaptures(sql, now),
    onLost: (calls, error) => log.warn({ calls, error }, 'calls could not be captured; their records are kept'),
  });
  let stored = await storedCaptureRules(sql);
  let declared = gateway.declared().capture;
  const follow = (): void => keeper.follow(new CaptureRules([...declared, ...stored]));
  follow();
  gateway.capture({
    levelFor: (grant, server) => {
      // Another file may be in force, which nobody announces here.
      const { capture } = gateway.declared();
      if (capture !== declared) {
        declared = capture;
        follow();
      }
      return keeper.levelFor(grant, server);
    },
    keep: (call) => keeper.keep(call),
  });
  return {
    reload: async () => {
      stored = await storedCaptureRules(sql);
      follow();
    },
    close: () => keeper.close(),
  };
}
