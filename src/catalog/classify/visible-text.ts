/** What a reader does not see, and control characters. Line feeds and tabs stay. */
const invisible = /[\p{Default_Ignorable_Code_Point}\p{Cf}\u115f\u1160\u3164\uffa0]|(?![\n\t\r])\p{Cc}/gu;

/** Letters of other alphabets that look like Latin ones, by pairs. */
const pairs =
  'аaеeоoрpсcуyхxіiјjѕsԁdһhԛqԝwбbкkмmтtнhвbгr' +
  'αaεeοoρpτtυuνvκkιiχx' +
  'АAЕEОOРPСCУYХXІIЈJЅSКKМMТTНHВB' +
  'ΑAΒBΕEΖZΗHΙIΚKΜMΝNΟOΡPΤTΥYΧX' +
  'ıiɑaɡg';
const lookAlikes = new Map(Array.from(pairs.matchAll(/(.)(.)/gu), ([, letter = '', latin = '']) => [letter, latin]));
const mixed = /[A-Za-z][\u0370-\u03ff\u0400-\u04ffԁһԛԝıɑɡ]|[\u0370-\u03ff\u0400-\u04ffԁһԛԝıɑɡ][A-Za-z]/u;
const plain = /^[\n\r\t -~]*$/;

/**
 * Text as a reader takes it in: compatibility forms folded (NFKC), invisible characters gone, and in words that mix
 * alphabets the letters that only look Latin made Latin. Applied before anything is classed, so that `de\u200blete`
 * and `dеlеte` are `delete`.
 */
export function visibleText(text: string): string {
  if (plain.test(text)) return text;
  const folded = text.normalize('NFKC').replace(invisible, '');
  if (!mixed.test(folded)) return folded;
  return folded.replace(/[\p{L}\p{N}_]+/gu, (word) =>
    mixed.test(word) ? word.replace(/./gu, (letter) => lookAlikes.get(letter) ?? letter) : word,
  );
}
