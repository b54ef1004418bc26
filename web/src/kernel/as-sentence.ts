/** What the API says, as a sentence: it begins with a capital and ends with a stop. */
export const asSentence = (words: string): string =>
  words.charAt(0).toUpperCase() + words.slice(1) + (/[.!?]$/.test(words) ? '' : '.');
