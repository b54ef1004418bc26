import type { DescribedTools } from '../../control/index.ts';
import { escapeUnsafe } from '../../kernel/index.ts';

/**
 * What a server lists, a line each: name, class, severity, hash of the definition, and what may be wrong with it.
 *
 * @param more what is said of a tool beside that
 */
export function toolLines(
  { tools, unusable }: DescribedTools,
  more: (name: string) => string | undefined = () => undefined,
): string[] {
  const width = Math.max(0, ...tools.map(({ name }) => name.length));
  const lines = tools.map(({ name, category, severity, hash, findings }) => {
    const kinds = [...new Set(findings.map(({ kind }) => kind))];
    const doubts = kinds.length === 0 ? undefined : `findings: ${kinds.join(', ')}`;
    const columns = [
      name.padEnd(width),
      category.padEnd(11),
      severity.padEnd(8),
      hash.slice(0, 12),
      more(name),
      doubts,
    ];
    return columns.filter((column) => column !== undefined).join('  ');
  });
  const left = unusable.map(({ name, reason }) => `unusable: ${name ?? '(no name)'}: ${reason}`);
  return [...lines, ...left].map(escapeUnsafe);
}
