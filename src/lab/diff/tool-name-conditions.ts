import type { Document } from '../document.ts';
import { conditionsOf } from '../lint/conditions-of.ts';
import { textsIn } from '../witness/strings.ts';

/**
 * Patterns that tell apart the names that conditions on `tool.name` tell apart, beside those of the entries.
 *
 * @returns also whether they tell all of them apart: what an expression or a length says of names cannot be had so
 */
export function toolNamePatterns({ tools, allTools }: Document): {
  readonly patterns: readonly string[];
  readonly exact: boolean;
} {
  const rules = [...tools.map(([, entry]) => entry), ...(allTools === undefined ? [] : [allTools])];
  const conditions = rules
    .flatMap(({ require, denyIf, approveIf }) => [...require, ...denyIf, ...approveIf])
    .flatMap((rule) => rule.conditions);
  const patterns: string[] = [];
  let exact = true;
  for (const { path, operator, operand } of conditions.flatMap(conditionsOf)) {
    if (path.root !== 'tool.name') continue;
    const texts = textsIn(operand).filter((text) => /^[A-Za-z0-9._*-]+$/.test(text));
    switch (operator) {
      case 'eq':
      case 'neq':
      case 'in':
      case 'not_in':
        patterns.push(...texts.filter((text) => !text.includes('*')));
        break;
      case 'glob':
        patterns.push(...texts);
        break;
      case 'starts_with':
        patterns.push(...texts.map((text) => `${text}*`));
        break;
      case 'ends_with':
        patterns.push(...texts.map((text) => `*${text}`));
        break;
      case 'contains':
        patterns.push(...texts.map((text) => `*${text}*`));
        break;
      case 'exists':
      case 'type':
        break;
      default:
        exact = false;
    }
  }
  return { patterns, exact };
}
