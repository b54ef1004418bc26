import type { ToolView } from '../../catalog/index.ts';

/** What lowered the confidence in a class, in words. */
export function doubts(tool: ToolView): string[] {
  const { judged, judgedWhole, definition } = tool;
  const described = typeof definition.description === 'string' && definition.description !== '';
  const found: string[] = [];
  if (judged.unclassified) found.push('Neither name nor parameters say what it does: it is treated as a grave change.');
  if (judgedWhole) found.push('The class was made with its description in view, which is not kept here.');
  else if (!described) found.push('It has no description here that could confirm what its name says.');
  if (definition.inputSchema === undefined) found.push('Its parameters are not known.');
  if (new Set(judged.evidence.map(({ says }) => says)).size > 1) {
    found.push('Its words speak for more than one category; the gravest counts.');
  }
  if (new Set(judged.evidence.map(({ field }) => field)).size === 1)
    found.push('Only one part of its definition speaks for it.');
  if (judged.contradiction !== undefined) {
    found.push(`Its author claims less with ${judged.contradiction}; the claim has no say in the class.`);
  }
  return found;
}
