/** A JSON text in which nothing was decided: every member of an object is kept, equal keys too, and numbers as written. */
export type Tree =
  | { readonly kind: 'object'; readonly members: readonly (readonly [key: string, value: Tree])[] }
  | { readonly kind: 'list'; readonly items: readonly Tree[] }
  | { readonly kind: 'number'; readonly lexeme: string }
  | { readonly kind: 'plain'; readonly value: string | boolean | null };

/**
 * A second reader of JSON, which shares nothing with the scanner. It is for texts that `JSON.parse` takes.
 *
 * @throws SyntaxError for what it meets and does not know
 */
export function treeOf(text: string): Tree {
  const token = /[\t\n\r ]*([{}[\]:,]|"(?:[^"\\]|\\.)*"|[^\t\n\r {}[\]:,"]+)/y;
  const next = (): string => {
    const found = token.exec(text)?.[1];
    if (found === undefined) throw new SyntaxError('no token');
    return found;
  };
  const value = (first: string): Tree => {
    if (first === '{') {
      const members: [string, Tree][] = [];
      for (let key = next(); key !== '}'; key = next()) {
        if (key === ',') continue;
        next();
        members.push([JSON.parse(key) as string, value(next())]);
      }
      return { kind: 'object', members };
    }
    if (first === '[') {
      const items: Tree[] = [];
      for (let item = next(); item !== ']'; item = next()) if (item !== ',') items.push(value(item));
      return { kind: 'list', items };
    }
    if (/^[-0-9]/.test(first)) return { kind: 'number', lexeme: first };
    return { kind: 'plain', value: JSON.parse(first) as string | boolean | null };
  };
  return value(next());
}
