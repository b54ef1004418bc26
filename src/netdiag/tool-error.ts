/**
 * A call that came to nothing for a reason its caller can understand and act upon. The message goes to the agent as a
 * tool result with `isError`, never as a protocol error: the model is meant to read it.
 */
export class ToolError extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'ToolError';
  }
}
