import type { Category } from './category.ts';
import type { Classification } from './classify.ts';
import type { ToolFeatures } from './features.ts';
import { flagsOf } from './flags.ts';
import { severityOf } from './severity.ts';

/** How often what authors claim of their tools is what readers find. */
const authorsAreRight = 0.75;

/**
 * The one way in which an author's word lowers a class: the operator has said that he trusts the server. Then a tool that
 * its author calls read-only is one that reads, and one that he calls not destructive writes instead of destroying. What
 * moves money, changes access or runs code stays what it is unless it is called read-only.
 *
 * @param hints the annotations of the definition
 */
export function believeAuthor(
  judged: Classification,
  reading: ToolFeatures,
  hints: ReadonlyMap<string, unknown>,
): Classification {
  if (hints.get('readOnlyHint') === true && judged.category !== 'read') {
    return lowered(judged, reading, hints, 'read', 'readOnlyHint', 'it only reads');
  }
  if (hints.get('destructiveHint') === false && judged.category === 'destructive') {
    return lowered(judged, reading, hints, 'write', 'destructiveHint', 'it does not destroy');
  }
  return judged;
}

function lowered(
  judged: Classification,
  reading: ToolFeatures,
  hints: ReadonlyMap<string, unknown>,
  category: Category,
  hint: string,
  claim: string,
): Classification {
  return {
    category,
    severity: severityOf(category, reading, false),
    confidence: Math.min(judged.confidence, authorsAreRight),
    unclassified: false,
    flags: flagsOf(category, reading, hints),
    reason: `Its author says that ${claim}, and the operator trusts the server; without that: ${judged.category}.`,
    evidence: [{ field: 'annotations', words: [hint], says: category }, ...judged.evidence],
    contradiction: undefined,
  };
}
