/** Looks into the heap of a process that was started with `--inspect`. */
export interface HeapInspector {
  /** Bytes of the main thread's heap that are in use after everything that is garbage was collected. */
  usedBytes(): Promise<number>;
  close(): void;
}

interface Answer {
  readonly id?: number;
  readonly result?: { readonly usedSize?: number };
  readonly error?: { readonly message: string };
}

/** @param url of the inspector's web socket, as the process prints it */
export async function inspectHeap(url: string): Promise<HeapInspector> {
  const socket = new WebSocket(url);
  const waiting = new Map<number, PromiseWithResolvers<Answer['result']>>();
  let next = 1;
  socket.addEventListener('message', ({ data }) => {
    const { id = 0, result, error } = JSON.parse(String(data)) as Answer;
    if (error === undefined) waiting.get(id)?.resolve(result);
    else waiting.get(id)?.reject(new Error(error.message));
    waiting.delete(id);
  });
  socket.addEventListener('close', () => {
    for (const each of waiting.values()) each.reject(new Error('the inspected process has gone'));
  });
  await new Promise<void>((resolve, reject) => {
    socket.addEventListener('open', () => resolve());
    socket.addEventListener('error', () => reject(new Error(`the inspector at ${url} cannot be reached`)));
  });
  const ask = (method: string): Promise<Answer['result']> => {
    const id = next++;
    const answered = Promise.withResolvers<Answer['result']>();
    waiting.set(id, answered);
    socket.send(JSON.stringify({ id, method }));
    return answered.promise;
  };
  await ask('HeapProfiler.enable');
  return {
    async usedBytes() {
      // What waits for a finaliser is freed by the second collection only.
      await ask('HeapProfiler.collectGarbage');
      await ask('HeapProfiler.collectGarbage');
      return (await ask('Runtime.getHeapUsage'))?.usedSize ?? Number.NaN;
    },
    close: () => socket.close(),
  };
}
