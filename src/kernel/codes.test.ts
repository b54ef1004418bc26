import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { allCodes, codeFacts } from './codes.ts';

const page = readFileSync(new URL('../../docs/codes.md', import.meta.url), 'utf8');

describe('codes', () => {
  it.each(allCodes)('%s has its place in the docs', (code) => {
    expect(page).toContain(`\`${code}\``);
  });

  it('uses no JSON-RPC code that MCP or JSON-RPC keeps for itself, but the one that MCP defines for what it says', () => {
    for (const code of allCodes) {
      const { rpc } = codeFacts(code);
      if (code === 'header_mismatch') expect(rpc).toBe(-32020);
      else expect(rpc < -32099 || rpc > -32000).toBe(true);
    }
  });

  it('lets only what may pass by itself be tried again', () => {
    expect(allCodes.filter((code) => codeFacts(code).retryable).sort()).toEqual([
      'approval_required',
      'approvals_unavailable',
      'audit_unavailable',
      'concurrency',
      'limits_unavailable',
      'overloaded',
      'rate_limited',
      'snapshot_stale',
      'store_unavailable',
      'too_many_attempts',
      'upstream_timeout',
      'upstream_unavailable',
    ]);
  });
});
