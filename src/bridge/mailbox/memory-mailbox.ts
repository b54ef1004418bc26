import type { Mailbox } from './mailbox.ts';

/** Letters within one process: whoever posts one returns before it is taken, as with any other adapter. */
export function memoryMailbox(): Mailbox & { readonly size: number } {
  const holders = new Map<string, (letter: Buffer) => void>();
  return {
    hold(address, take) {
      holders.set(address, take);
      return () => {
        if (holders.get(address) === take) holders.delete(address);
      };
    },
    async post(address, letter) {
      if (!holders.has(address)) return false;
      queueMicrotask(() => holders.get(address)?.(letter));
      return true;
    },
    get size() {
      return holders.size;
    },
  };
}
