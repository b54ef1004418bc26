import type { InstructionKind } from './finding.ts';

/**
 * Threats T1001, T1401, T1501. Phrases seen in poisoned definitions, not in honest ones: a description may say when to
 * use its tool, but not what to keep from the user, which files to read first, or what to forget. A rewording gets by:
 * this is a hint for whoever approves a definition, not a filter.
 */
const kinds: readonly (readonly [InstructionKind, RegExp])[] = [
  [
    'override',
    /\b(ignore|disregard|forget|override)\b[^.\n]{0,40}\b(previous|prior|above|earlier|all|any|other|system)\b[^.\n]{0,30}\b(instructions?|prompts?|rules?|messages?|guidelines)\b/iu,
  ],
  ['override', /\b(new|real|actual|updated) (system )?(instructions?|prompt)\s*:/iu],
  ['override', /\byou are (now|no longer)\b[^.\n]{0,60}\b(assistant|agent|model|mode|restricted|bound)\b/iu],
  [
    'secrecy',
    /\b(do not|don[’']t|never|must not|without)\b[^.\n]{0,30}\b(tell|telling|mention|mentioning|inform|informing|notify|notifying|reveal|revealing|show|showing|disclose|disclosing)\b[^.\n]{0,30}\b(the )?(user|human|person|anyone)\b/iu,
  ],
  ['secrecy', /\b(keep|stay)\b[^.\n]{0,20}\b(this|it)\b[^.\n]{0,20}\b(secret|hidden|silent|quiet)\b/iu],
  [
    'precondition',
    /\b(before|prior to|whenever|every time)\b[^.\n]{0,40}\b(any|all|every|other|another|each)\b[^.\n]{0,20}\btools?\b[^.\n]{0,60}\b(call|use|run|invoke|read|send|pass|include)\b/iu,
  ],
  [
    'exfiltration',
    /\b(read|open|cat|send|include|pass|attach|append|upload|put)\b[^.\n]{0,60}(~\/\.|\.ssh\b|id_rsa|\.env\b|\bmcp\.json\b|\/etc\/passwd|\.aws\/|\.npmrc|private key|api keys?\b[^.\n]{0,20}\b(as|in|into|to)\b)/iu,
  ],
  [
    'exfiltration',
    /\b(conversation|chat|message) (history|log)s?\b[^.\n]{0,40}\b(parameter|argument|field|to this|into|in the)\b/iu,
  ],
  [
    'markup',
    /<!--|<\/?(important|system|instructions?|secret|hidden|admin|assistant|user)>|\[\/?(INST|SYSTEM)\]|<\|im_start\|>/iu,
  ],
];
const longestQuote = 120;

/** Finds text that is addressed to a model, at most one of each kind. */
export function modelInstructions(text: string): { readonly what: InstructionKind; readonly quote: string }[] {
  const found = new Map<InstructionKind, string>();
  for (const [what, pattern] of kinds) {
    const match = found.has(what) ? null : pattern.exec(text);
    if (match !== null) found.set(what, match[0].slice(0, longestQuote));
  }
  return [...found].map(([what, quote]) => ({ what, quote }));
}
