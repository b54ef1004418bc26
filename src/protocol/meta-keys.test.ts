import { expect, it } from 'vitest';
import { metaKeys, tasksExtension } from './meta-keys.ts';

it('are spelled as the specification spells them: whoever is spoken to knows no other spelling', () => {
  expect(metaKeys).toEqual({
    protocolVersion: 'io.modelcontextprotocol/protocolVersion',
    clientCapabilities: 'io.modelcontextprotocol/clientCapabilities',
    clientInfo: 'io.modelcontextprotocol/clientInfo',
    logLevel: 'io.modelcontextprotocol/logLevel',
    serverInfo: 'io.modelcontextprotocol/serverInfo',
    relatedTask: 'io.modelcontextprotocol/related-task',
    subscriptionId: 'io.modelcontextprotocol/subscriptionId',
  });
  expect(tasksExtension).toBe('io.modelcontextprotocol/tasks');
});
