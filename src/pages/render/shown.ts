/**
 * Text of somebody else as it is shown: what cannot be seen, or would move what is seen, stands there by its number.
 * Whatever it contains stays text: the templates escape it.
 *
 * @param most characters that are shown; the rest is counted
 */
export function shown(text: string, most = 4_000): string {
  const cut = text.length > most;
  const plain = (cut ? text.slice(0, most) : text).replace(
    /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}\u115f\u1160\u2800\u3164\uffa0]/gu,
    (character) => (/[\n\t]/.test(character) ? character : `⟨U+${hex(character)}⟩`),
  );
  return cut ? `${plain} … (${text.length - most} more characters)` : plain;
}

function hex(character: string): string {
  return (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
}

/** A day as it stands in a text, UTC. */
export function day(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

/** Made once: what each call of `toLocaleString` looks up is a tenth of the first page. */
const inEnglish = new Intl.NumberFormat('en');

/** A number with thin marks between thousands. */
export function count(number: number): string {
  return inEnglish.format(number);
}

/** A noun with its number: `1 tool`, `3 tools`. */
export function several(number: number, noun: string): string {
  return `${count(number)} ${noun}${number === 1 ? '' : 's'}`;
}
