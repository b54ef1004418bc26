import { PerformanceObserver } from 'node:perf_hooks';
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';

/**
 * What a call makes is garbage when it ends. A collection copies what is in flight, whatever the size of the space for new
 * objects, so it costs a call the less the larger that space is: some 20 KB of copies a call at 64 in flight and 5 MB, a third of
 * it at 16. Left alone V8 lets it grow to 128 MB for each thread, for next to nothing more (ADR 0281). V8 reads these flags
 * at every collection (`max-semi-space-size`: when a thread begins), so they need not stand on the command line.
 */
export const youngGeneration = {
  /**
   * Before anything is loaded and any thread is started: what goes for all of them, and the size that theirs have from the start
   * and keep. The store's takes in a batch of records in between two waits; in a megabyte, which it would begin with, some were
   * in use at every collection and grew old, to be collected with everything else. And a collection of a few hundred KB is no
   * work for threads.
   */
  ofThreads(): void {
    // Where what one place in the code makes has outlived a few collections, V8 makes it old from then on. What is made while much is
    // loaded, or 64 calls begin at once, does so, and nothing that comes afterwards: each call's dead objects, old from the start, then
    // keep whatever they point to (ADR 0298).
    setFlagsFromString('--no-allocation-site-pretenuring');
    setFlagsFromString('--min-semi-space-size=4');
    setFlagsFromString('--max-semi-space-size=4');
    setFlagsFromString('--no-parallel-scavenge');
  },
  /**
   * Once all is loaded: this thread's grows with the load up to {@link enough}, in one step, and no further. When nothing happens V8
   * makes it smaller, down to a megabyte, and would then double it only each time that as much has outlived collections: a load
   * that came back had a hundred of them first. A burst of what stays would have taken it far beyond within a second (ADR 0303).
   */
  ofMain(): void {
    if (watched) return;
    watched = true;
    let last = 0;
    const look = (): void => {
      const factor = Math.max(1, Math.floor(enough / halfBytes()));
      if (factor === last) return;
      last = factor;
      setFlagsFromString(`--semi-space-growth-factor=${factor}`);
      // That a collection has made it large enough must be seen before the next one. From then on nobody waits for collections:
      // to be told of each costs half a percent of a loaded thread's time.
      if (factor === 1) collections.disconnect();
      else collections.observe({ entryTypes: ['gc'] });
    };
    const collections = new PerformanceObserver(look);
    look();
    setInterval(look, lookMs).unref();
  },
};

/** One of its halves. */
const enough = 8 * 1024 * 1024;
/** It is made smaller by a collection at rest, seconds after the load has gone. */
const lookMs = 1_000;
let watched = false;

/** What fits into one half of the space for new objects. After a rest only one is there, and counts in the size of the whole. */
function halfBytes(): number {
  const young = getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space');
  return young === undefined ? enough : Math.max(young.space_used_size + young.space_available_size, 1);
}
