/** The keys of `_meta` that a revision gives a meaning: the modern era, but for tasks of 2025-11-25 (`relatedTask`). */
export const metaKeys = Object.freeze({
  protocolVersion: 'io.modelcontextprotocol/protocolVersion',
  clientCapabilities: 'io.modelcontextprotocol/clientCapabilities',
  clientInfo: 'io.modelcontextprotocol/clientInfo',
  logLevel: 'io.modelcontextprotocol/logLevel',
  serverInfo: 'io.modelcontextprotocol/serverInfo',
  relatedTask: 'io.modelcontextprotocol/related-task',
  subscriptionId: 'io.modelcontextprotocol/subscriptionId',
});

/** The extension of 2026-07-28 by which a server answers a call with a task. */
export const tasksExtension = 'io.modelcontextprotocol/tasks';
