/**
 * A rule's pointer as agents see it: a glob of the policy shows as `*`, so that a denial never tells how names that the
 * agent cannot see are covered. The record keeps the pattern. ("Second reading", pointers)
 */
export function agentRule(pointer: string): string {
  const [, section, pattern = '', ...rest] = pointer.split('/');
  if (section !== 'tools' && section !== 'resources' && section !== 'prompts') return pointer;
  return pattern.includes('*') ? ['', section, '*', ...rest].join('/') : pointer;
}
