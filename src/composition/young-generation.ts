import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';

/**
 * What a call makes is garbage when it ends. A collection copies what is in flight, whatever the size of the space for new
 * objects, so it costs a call the less the larger that space is: some 20 KB of copies a call at 64 in flight and 5 MB, a third of
 * it at 16. Left alone V8 lets it grow to 128 MB for each thread, for next to nothing more (ADR 0281). V8 reads these flags
 * at every collection (`max-semi-space-size`: when a thread begins), so they need not stand on the command line.
 */
export const youngGeneration = {
  /** Before any thread is started: how large theirs may grow. And a collection of a few hundred KB is no work for threads. */
  ofThreads(): void {
    setFlagsFromString('--max-semi-space-size=4');
    setFlagsFromString('--no-parallel-scavenge');
  },
  /** Once all is loaded: this thread's grows with the load up to {@link enough}. V8 makes it smaller when nothing happens. */
  ofMain(): void {
    let grows = true;
    setInterval(() => {
      const mayGrow = semiSpace() < enough;
      if (mayGrow !== grows) setFlagsFromString(`--semi-space-growth-factor=${mayGrow ? 2 : 1}`);
      grows = mayGrow;
    }, lookMs).unref();
  },
};

const enough = 16 * 1024 * 1024;
const lookMs = 1_000;

/** Bytes that are given out before a collection. */
function semiSpace(): number {
  return getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space')?.space_size ?? enough;
}
