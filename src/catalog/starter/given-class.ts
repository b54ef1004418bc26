import { type Category, categories } from '../classify/category.ts';
import { type Classification, classify } from '../classify/classify.ts';
import { reasonFor } from '../classify/explain.ts';
import type { Definition } from '../classify/features.ts';
import { type Flag, flagNames } from '../classify/flags.ts';
import { type Severity, severities } from '../classify/severity.ts';

/** What is left out of a class on a line: what the facts alone say, too. */
export function writeClass(whole: Classification, facts: Classification): string {
  const same =
    whole.category === facts.category &&
    whole.severity === facts.severity &&
    whole.unclassified === facts.unclassified &&
    whole.flags.join() === facts.flags.join() &&
    Math.abs(whole.confidence - facts.confidence) < 0.05;
  if (same) return '';
  const flags = whole.flags.length === 0 ? '' : ` ${whole.flags.join(',')}`;
  return `${whole.unclassified ? '?' : ''}${whole.category} ${whole.severity} ${whole.confidence.toFixed(2)}${flags}`;
}

/**
 * The class on a line: made by this classifier with the whole definition in view. Reason and evidence are those of the
 * facts, as far as they speak for it.
 */
export function readClass(text: string, definition: Definition): Classification {
  const [named = '', severity = '', confidence = '', flags = ''] = text.replace(/^\?/, '').split(' ');
  const category = known(categories, named);
  const facts = classify(definition);
  const evidence = facts.evidence.filter(({ says }) => says === category);
  const unclassified = text.startsWith('?');
  return {
    category,
    severity: known(severities, severity),
    confidence: Number(confidence),
    unclassified,
    flags: flags === '' ? [] : flags.split(',').map((flag) => known(flagNames, flag)),
    reason: reasonFor(category, evidence, unclassified),
    evidence,
    contradiction: undefined,
  };
}

function known<T extends Category | Severity | Flag>(names: readonly T[], text: string): T {
  const found = names.find((name) => name === text);
  if (found === undefined) throw new Error(`unknown word in a class: ${text}`);
  return found;
}
