/** One program with its arguments, out of a line that a shell would read. */
export type Words = readonly string[];

const blank = /\s/;
/** What ends a program's words: another program follows, or a file that it reads or writes. */
const operators = ['&&', '||', '$(', '|', ';', '&', ')', '>>', '>', '<'];

/**
 * Splits a line of a page as a shell would, as far as our pages go: quotes, comments, pipes, `$(…)`, redirections.
 * Variables are left as they stand.
 *
 * @returns the programs of the line, each without the variables that are set before it
 */
export function programsOf(line: string): Words[] {
  const inside: Words[] = [];
  const programs: string[][] = [[]];
  let word: string | undefined;
  /** What follows is the name of a file, not a word of the program. */
  let file = false;
  const end = (): void => {
    if (word !== undefined && !file) programs.at(-1)?.push(word);
    if (word !== undefined) file = false;
    word = undefined;
  };
  for (let at = 0; at < line.length; at += 1) {
    const char = line.charAt(at);
    if (char === "'" || char === '"') {
      const close = line.indexOf(char, at + 1);
      if (close < 0) throw new Error(`a quote is not closed: ${line}`);
      const quoted = line.slice(at + 1, close);
      word = (word ?? '') + quoted;
      // A program may be started inside of double quotes.
      if (char === '"' && quoted.includes('$(')) inside.push(...programsOf(quoted.slice(quoted.indexOf('$('))));
      at = close;
      continue;
    }
    if (char === '#' && word === undefined) break;
    const operator = operators.find((one) => line.startsWith(one, at));
    // `<id>` is a place for a word, not a file.
    const placeholder = char === '<' ? /^<[a-z -]+>/.exec(line.slice(at))?.[0] : undefined;
    if (placeholder !== undefined) {
      word = (word ?? '') + placeholder;
      at += placeholder.length - 1;
    } else if (operator !== undefined) {
      end();
      at += operator.length - 1;
      if (operator.startsWith('>') || operator === '<') file = true;
      else programs.push([]);
    } else if (blank.test(char)) end();
    else word = (word ?? '') + char;
  }
  end();
  return [...inside, ...programs.map(withoutVariables)].filter(({ length }) => length > 0);
}

/** A program's words without what is set for it alone, `export`, and the prompt. */
function withoutVariables(words: Words): Words {
  const first = words.findIndex((word) => !/^(?:[A-Z_]+=|\$$|export$)/.test(word));
  return first < 0 ? [] : words.slice(first);
}
