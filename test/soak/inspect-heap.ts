/** Looks into the heap of a process that was started with `--inspect`. */
export interface HeapInspector {
  /** Bytes of the main thread's heap that are in use after everything that is garbage was collected. */
  usedBytes(): Promise<number>;
  /** @returns what an expression comes to on the main thread, as JSON has it; what it promises is waited for */
  evaluate(expression: string): Promise<unknown>;
  /**
   * Looks at every living object of a kind, after what is garbage was collected.
   *
   * @param prototype an expression: what they all inherit from
   * @param look a function's text: the list of them → what JSON can hold
   */
  living(prototype: string, look: string): Promise<unknown>;
  close(): void;
}

interface RemoteObject {
  readonly objectId?: string;
  readonly value?: unknown;
}

interface Result {
  readonly usedSize?: number;
  readonly result?: RemoteObject;
  readonly objects?: RemoteObject;
  readonly exceptionDetails?: { readonly text: string; readonly exception?: { readonly description?: string } };
}

interface Answer {
  readonly id?: number;
  readonly result?: Result;
  readonly error?: { readonly message: string };
}

/** What is held for a look is let go with it. */
const objectGroup = 'looked-at';

/** @param url of the inspector's web socket, as the process prints it */
export async function inspectHeap(url: string): Promise<HeapInspector> {
  const socket = new WebSocket(url);
  const waiting = new Map<number, PromiseWithResolvers<Result | undefined>>();
  let next = 1;
  socket.addEventListener('message', ({ data }) => {
    const { id = 0, result, error } = JSON.parse(String(data)) as Answer;
    const thrown = result?.exceptionDetails;
    if (error !== undefined) waiting.get(id)?.reject(new Error(error.message));
    else if (thrown !== undefined) waiting.get(id)?.reject(new Error(thrown.exception?.description ?? thrown.text));
    else waiting.get(id)?.resolve(result);
    waiting.delete(id);
  });
  socket.addEventListener('close', () => {
    for (const each of waiting.values()) each.reject(new Error('the inspected process has gone'));
  });
  await new Promise<void>((resolve, reject) => {
    socket.addEventListener('open', () => resolve());
    socket.addEventListener('error', () => reject(new Error(`the inspector at ${url} cannot be reached`)));
  });
  const ask = (method: string, params: object = {}): Promise<Result | undefined> => {
    const id = next++;
    const answered = Promise.withResolvers<Result | undefined>();
    waiting.set(id, answered);
    socket.send(JSON.stringify({ id, method, params }));
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
    async evaluate(expression) {
      const said = await ask('Runtime.evaluate', { expression, returnByValue: true, awaitPromise: true });
      return said?.result?.value;
    },
    async living(prototype, look) {
      const of = await ask('Runtime.evaluate', { expression: prototype, objectGroup });
      const prototypeObjectId = of?.result?.objectId;
      const found = await ask('Runtime.queryObjects', { prototypeObjectId, objectGroup });
      const objectId = found?.objects?.objectId;
      const functionDeclaration = `function () { return (${look})(this); }`;
      const said = await ask('Runtime.callFunctionOn', { objectId, functionDeclaration, returnByValue: true });
      await ask('Runtime.releaseObjectGroup', { objectGroup });
      return said?.result?.value;
    },
    close: () => socket.close(),
  };
}
