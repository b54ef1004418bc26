import { monitorEventLoopDelay } from 'node:perf_hooks';

const resolutionMs = 20;

/** How long things that are due have to wait for their turn. Measured by the runtime, in its own timer. */
export function loopLag(): { p99Seconds(): number } {
  const histogram = monitorEventLoopDelay({ resolution: resolutionMs });
  histogram.enable();
  return {
    p99Seconds: () => {
      // The histogram holds the whole interval between two ticks; what is beyond the resolution is the delay.
      const late = histogram.percentile(99) / 1e9 - resolutionMs / 1000;
      histogram.reset();
      return Math.max(0, late);
    },
  };
}
