import { yaml } from '../packages.ts';
import { type Position, positionsIn } from './positions.ts';
import type { Member, Node } from './tree.ts';
import { parseYaml } from './yaml.ts';

/** A document in JSON, and what its YAML held beside. */
export interface AsJson {
  readonly text: string;
  /** Comments, in order: JSON has no place for them. The text is without its `#`, where the comment begins. */
  readonly comments: readonly (Position & { readonly text: string })[];
}

/** Columns up to which a list or an object stays on one line. */
const inlineUpTo = 100;

/**
 * A YAML text as the JSON text of the same tree, in the same order: whoever reads both reads the same document.
 *
 * @returns `undefined` for a text that `parseYaml` refuses
 */
export function yamlAsJson(text: string): AsJson | undefined {
  const { root, faults } = parseYaml(text);
  if (root === undefined || faults.length > 0) return undefined;
  return { text: `${written(root, '')}\n`, comments: commentsOf(text) };
}

function written(node: Node, indent: string, before = 0): string {
  const line = inline(node);
  const block = node.kind === 'object' && (indent === '' ? node.members.length > 0 : node.members.some(isFilled));
  if (
    (node.kind !== 'array' && node.kind !== 'object') ||
    (!block && indent.length + before + line.length <= inlineUpTo)
  )
    return line;
  const inner = `${indent}  `;
  const parts =
    node.kind === 'array'
      ? node.items.map((item) => written(item, inner))
      : node.members.map(({ key, value }) => {
          const prefix = `${JSON.stringify(key)}: `;
          return prefix + written(value, inner, prefix.length);
        });
  const [open, close] = node.kind === 'array' ? ['[', ']'] : ['{', '}'];
  return `${open}\n${parts.map((part) => inner + part).join(',\n')}\n${indent}${close}`;
}

const isFilled = ({ value }: Member): boolean => value.kind === 'object' && value.members.length > 0;

function inline(node: Node): string {
  switch (node.kind) {
    case 'null':
      return 'null';
    case 'array':
      return `[${node.items.map(inline).join(', ')}]`;
    case 'object': {
      const members = node.members.map(({ key, value }) => `${JSON.stringify(key)}: ${inline(value)}`);
      return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
    }
    default:
      return JSON.stringify(node.value);
  }
}

function commentsOf(text: string): AsJson['comments'] {
  const { CST, Lexer } = yaml();
  const positionAt = positionsIn(text);
  const comments: (Position & { text: string })[] = [];
  let at = 0;
  let scalar = false;
  for (const lexeme of new Lexer().lex(text)) {
    if (lexeme === CST.DOCUMENT || lexeme === CST.FLOW_END || lexeme === CST.SCALAR) {
      scalar = lexeme === CST.SCALAR;
      continue;
    }
    // What follows the sign of a plain scalar is its text, whatever it looks like.
    if (!scalar && CST.tokenType(lexeme) === 'comment') {
      comments.push({ ...positionAt(at), text: lexeme.replace(/^#+\s*/, '').trimEnd() });
    }
    scalar = false;
    at += lexeme.length;
  }
  return comments;
}
