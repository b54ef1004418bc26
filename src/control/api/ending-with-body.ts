/** The same answer, whose body tells when nobody takes any more of it: at its end, when it fails, and when its reader has gone. */
export function endingWithBody(response: Response, ended: () => void): Response {
  const { body, status, headers } = response;
  if (body === null) {
    ended();
    return response;
  }
  const reader = body.getReader();
  const told = new ReadableStream<Uint8Array>(
    {
      pull: async (to) => {
        try {
          const { done, value } = await reader.read();
          if (!done) return to.enqueue(value);
          ended();
          to.close();
        } catch (error) {
          ended();
          throw error;
        }
      },
      cancel: async (reason) => {
        ended();
        await reader.cancel(reason);
      },
    },
    // Nothing is read ahead of who takes it: the body itself has what stands ready.
    { highWaterMark: 0 },
  );
  return new Response(told, { status, headers });
}
