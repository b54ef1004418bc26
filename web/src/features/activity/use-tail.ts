import { useEffect, useRef, useState } from 'react';
import type { Input, Output } from '../../api/call.ts';
import { follow } from '../../api/stream.ts';
import { type Call, callOf } from './call-record.ts';

/** As many as are kept of what came while the page was open. */
const most = 2_000;

/** How long until a stream that broke is begun anew, in ms. */
const againMs = 2_000;

/**
 * Calls as they come, the newest first, from when the page was opened.
 *
 * @param newest the id of the newest call that is listed, 0 for none: what came after it is told, too, so that nothing is missing
 *   between the list and the stream, or of the time for which the stream was stopped or broken
 */
export function useTail(
  filter: Input<'call.tail'>,
  on: boolean,
  newest: number,
): { readonly calls: readonly Call[]; readonly live: boolean } {
  const [calls, setCalls] = useState<readonly Call[]>([]);
  const [live, setLive] = useState(false);
  const last = useRef<number>(undefined);
  const listed = useRef(newest);
  listed.current = newest;
  const key = JSON.stringify(filter);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what the filter says, not which object says it
  useEffect(() => {
    setCalls([]);
    last.current = undefined;
  }, [key]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => {
    if (!on) return;
    const gone = new AbortController();
    const read = async (): Promise<void> => {
      while (!gone.signal.aborted) {
        try {
          const after = last.current ?? listed.current;
          for await (const { data } of follow('call.tail', { ...filter, after }, gone.signal, () => setLive(true))) {
            const call = callOf(JSON.parse(data) as Output<'call.list'>['items'][number]);
            last.current = call.id;
            setCalls((before) => [call, ...before].slice(0, most));
          }
        } catch {
          if (gone.signal.aborted) return;
        }
        setLive(false);
        await new Promise((resolve) => setTimeout(resolve, againMs));
      }
    };
    void read();
    return () => gone.abort();
  }, [key, on]);
  return { calls, live: live && on };
}
