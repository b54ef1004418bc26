const least = 12;
const most = 256;
/** Fewer different characters are a pattern and no password. */
const leastDifferent = 5;

/**
 * Says why a password may not be chosen: NIST SP 800-63B asks for length, and for nothing of what is easily guessed; it
 * forbids rules about kinds of characters.
 *
 * @param words what an attacker knows of the account: its address, its name
 * @returns a sentence, or `undefined` when it may
 */
export function passwordFault(password: string, words: readonly string[]): string | undefined {
  const { length } = Array.from(password);
  if (length < least) return `must have at least ${least} characters`;
  if (length > most) return `must have at most ${most} characters`;
  const lower = password.toLowerCase();
  if (new Set(lower).size < leastDifferent || isRun(lower)) return 'is too easy to guess';
  const known = [...words, 'toolgate', 'password'].flatMap((word) => [word.toLowerCase(), local(word.toLowerCase())]);
  const rest = known.filter((word) => word.length >= 4).reduce((left, word) => left.replaceAll(word, ''), lower);
  if (rest.length < least / 2) return 'is too close to what everybody knows of you';
  return undefined;
}

function local(address: string): string {
  return address.split('@')[0] ?? address;
}

/** Whether each character follows the one before it: `abcdefghijkl`, `123456789012`. */
function isRun(text: string): boolean {
  const codes = Array.from(text, (character) => character.codePointAt(0) ?? 0);
  const steps = codes.slice(1).map((code, index) => code - (codes[index] ?? 0));
  return steps.filter((step) => step === 1 || step === -1 || step === -9 || step === 9).length >= steps.length - 1;
}
