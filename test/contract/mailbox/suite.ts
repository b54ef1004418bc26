import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Mailbox } from '../../../src/bridge/index.ts';
import { newId } from '../../../src/kernel/index.ts';

/** Mailboxes of two processes of one installation; where there is only one, both are the same. */
export interface Post {
  readonly here: Mailbox;
  readonly there: Mailbox;
  close(): void | Promise<void>;
}

/** What every adapter of the port must do. */
export function mailboxContract(name: string, open: () => Promise<Post>): void {
  describe(`mailbox contract: ${name}`, () => {
    let post: Post;
    const soon = { timeout: 20_000 };
    beforeEach(async () => {
      post = await open();
    });
    afterEach(() => post.close());

    /** Holds an address, and posts to it until it is held: listening takes effect a moment later. */
    async function held(): Promise<{ address: string; letters: string[]; end: () => void }> {
      const address = newId();
      const letters: string[] = [];
      const end = post.there.hold(address, (letter) => letters.push(letter.toString()));
      await expect.poll(() => post.here.post(address, Buffer.from('first')), soon).toBe(true);
      await expect.poll(() => letters.length, soon).toBeGreaterThan(0);
      letters.length = 0;
      return { address, letters, end };
    }

    it('brings letters once each, in the order in which one sender posted them, to the byte', async () => {
      const { address, letters } = await held();
      const sent = [
        '',
        'line\n',
        '\u0000\u{1F600}',
        'x'.repeat(200_000),
        ...Array.from({ length: 50 }, (_, n) => `${n}`),
      ];
      const posted = sent.map((text) => post.here.post(address, Buffer.from(text)));
      expect(await Promise.all(posted)).toEqual(sent.map(() => true));
      await expect.poll(() => letters.length, soon).toBe(sent.length);
      expect(letters).toEqual(sent);
    });

    it('says so when nobody holds the address, or nobody does any more', async () => {
      expect(await post.here.post(newId(), Buffer.from('x'))).toBe(false);
      const { address, letters, end } = await held();
      end();
      await expect.poll(() => post.here.post(address, Buffer.from('late')), soon).toBe(false);
      expect(letters.filter((text) => text !== 'late')).toEqual([]);
    });

    it('brings a letter to the holder of its address alone', async () => {
      const [one, other] = [await held(), await held()];
      expect(await post.here.post(one.address, Buffer.from('mine'))).toBe(true);
      await expect.poll(() => one.letters, soon).toEqual(['mine']);
      expect(other.letters).toEqual([]);
    });
  });
}
