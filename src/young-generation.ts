import { setFlagsFromString } from 'node:v8';

/**
 * V8 lets the space for new objects grow with the load, up to 64 MB and more for each thread, since larger is a little
 * cheaper. Nearly everything a call makes is garbage when it ends, so a small space is collected as cheaply: the copies
 * that a collection makes are of what is in flight, whatever the space's size. V8 reads these flags at every collection
 * (`max-semi-space-size`: when a thread begins), so they need not stand on the command line.
 */
export const youngGeneration = {
  /** Before any thread is started: how large theirs may grow. And a collection of a few hundred KB is no work for threads. */
  ofThreads(): void {
    setFlagsFromString('--max-semi-space-size=4');
    setFlagsFromString('--no-parallel-scavenge');
  },
  /** Once all is loaded: this thread's stays as large as that has made it, 4 to 8 MB. */
  ofMain(): void {
    setFlagsFromString('--semi-space-growth-factor=1');
  },
};
