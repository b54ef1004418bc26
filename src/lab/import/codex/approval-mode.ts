import type { JsonObject } from '../../../protocol/index.ts';

/** When Codex asks before it calls a tool. */
export const approvalModes = ['auto', 'prompt', 'writes', 'approve'] as const;
export type ApprovalMode = (typeof approvalModes)[number];

const hint = (name: string, op: 'eq' | 'neq', value: boolean): JsonObject => ({
  path: `tool.annotations.${name}`,
  op,
  value,
});

/**
 * The conditions, any of which makes Codex ask; an empty list of conditions always does. `auto` asks for what says that
 * it destroys, and for what neither says that it only reads nor that it is both harmless and closed to the world;
 * `writes` for what does not say that it only reads.
 */
export function askingConditions(mode: ApprovalMode): readonly (readonly JsonObject[])[] {
  switch (mode) {
    case 'approve':
      return [];
    case 'prompt':
      return [[]];
    case 'writes':
      return [[hint('readOnlyHint', 'neq', true)]];
    case 'auto':
      return [
        [hint('destructiveHint', 'eq', true)],
        [
          hint('readOnlyHint', 'neq', true),
          { any: [hint('destructiveHint', 'neq', false), hint('openWorldHint', 'neq', false)] },
        ],
      ];
  }
}
