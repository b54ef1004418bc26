import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ChangeFeed } from '../../../src/control/index.ts';

/** Feeds of two processes of one installation. */
export interface Feeds {
  readonly here: ChangeFeed;
  readonly there: ChangeFeed;
  close(): void | Promise<void>;
}

/** What every adapter of the port must do: it promises little, and that it keeps. */
export function feedContract(name: string, open: () => Promise<Feeds>): void {
  describe(`change feed contract: ${name}`, () => {
    let feeds: Feeds;
    const soon = { timeout: 20_000 };
    beforeEach(async () => {
      feeds = await open();
    });
    afterEach(() => feeds.close());

    it('tells everybody who listens elsewhere, and nobody who has left', async () => {
      const heard = { stays: 0, leaves: 0 };
      feeds.there.subscribe(() => void heard.stays++);
      const leave = feeds.there.subscribe(() => void heard.leaves++);
      // Listening takes effect a moment later: announced until it does.
      const both = () => {
        feeds.here.announce();
        return heard.stays > 0 && heard.leaves > 0;
      };
      await expect.poll(both, soon).toBe(true);
      leave();
      const before = { ...heard };
      const more = () => {
        feeds.here.announce();
        return heard.stays - before.stays;
      };
      await expect.poll(more, soon).toBeGreaterThan(2);
      expect(heard.leaves).toBe(before.leaves);
    });
  });
}
