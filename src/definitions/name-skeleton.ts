/** Letters and digits that look alike, to the one that stands for all of them. */
const pairs =
  '0oOoОoоoΟoοo' +
  '1lIlilіlІlΙlιl' +
  'аaАaαaΑaɑa' +
  'ЕeеeΕeεe' +
  'СcсcРpрpΡpρpХxхxΧxχxУyуyΥyКkкkΚkκkМmмmΜmТtтtΤtτtНhнhΗhВbвbΒb' +
  'ѕsЅsԁdһhԛqԝwјjνvΝnΖz' +
  '5s$s';
const alike = new Map(Array.from(pairs.matchAll(/(.)(.)/gu), ([, letter = '', plain = '']) => [letter, plain]));

/**
 * What is left of a name when everything is gone that a reader overlooks: case, separators, invisible characters,
 * letters of other alphabets, `0` for `o`. Two names with one skeleton are look-alikes.
 */
export function nameSkeleton(name: string): string {
  const seen = name.normalize('NFKC').replace(/[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cc}\p{Z}\p{P}]|[_-]/gu, '');
  return seen
    .replace(/./gu, (letter) => alike.get(letter) ?? letter.toLowerCase())
    .replaceAll('rn', 'm')
    .replaceAll('vv', 'w');
}
