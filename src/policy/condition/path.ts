import { nearestWord } from '../../kernel/index.ts';
import { annotationHints } from '../../protocol/index.ts';

/** One step of a path into a value. */
export type Step =
  | { readonly kind: 'key'; readonly key: string }
  | { readonly kind: 'index'; readonly index: number }
  | { readonly kind: 'every' };

export type AnnotationHint = (typeof annotationHints)[number];

/** Where a path starts. Exactly these: what a client says of itself is no path. */
export type Root =
  | 'args'
  | 'item'
  | 'grant.label'
  | 'grant.tags'
  | 'user.email'
  | 'user.groups'
  | 'session.id'
  | 'server.slug'
  | 'tool.name'
  | 'tool.category'
  | 'tool.severity'
  | `tool.annotations.${AnnotationHint}`
  | 'time.hour'
  | 'time.weekday'
  | 'time.iso';

export interface Path {
  readonly root: Root;
  readonly steps: readonly Step[];
  /** Whether a `[*]` stands in it. */
  readonly fansOut: boolean;
  /** One spelling for all spellings of a path. */
  readonly canonical: string;
}

export type PathResult =
  | { readonly ok: true; readonly path: Path }
  | { readonly ok: false; readonly expected: string; readonly found: string; readonly nearest?: string | undefined };

/** Most `[*]` in one path (policy language, section 7). */
const maxFanOut = 4;

/** Roots that end where they are named; the others go on with steps of their own. */
const facts = [
  'grant.label',
  'user.email',
  'session.id',
  'server.slug',
  'tool.name',
  'tool.category',
  'tool.severity',
  ...annotationHints.map((hint) => `tool.annotations.${hint}` as const),
  'time.hour',
  'time.weekday',
  'time.iso',
] as const satisfies readonly Root[];

const known = [...facts, 'args', 'grant.tags', 'user.groups'];
const roots = ['args', 'grant', 'user', 'session', 'server', 'tool', 'time'];

const token = /\.([A-Za-z_][A-Za-z0-9_-]*)|\[("(?:[^"\\\u0000-\u001f]|\\.)*")\]|\[(0|[1-9][0-9]*)\]|\[(\*)\]/y;
const head = /^[A-Za-z_][A-Za-z0-9_-]*/;

/**
 * Reads a path of the policy language (section 2, "Paths").
 *
 * @param item whether `item` is a root here: inside an `each`
 */
export function parsePath(text: string, item: boolean): PathResult {
  const name = head.exec(text)?.[0] ?? '';
  const steps: Step[] = [];
  const dotted: string[] = [];
  token.lastIndex = name.length;
  for (let at = name.length; at < text.length; at = token.lastIndex) {
    const match = token.exec(text);
    if (match === null) return { ...bad(text, 'a path such as args.a["b"][0][*].c', at), nearest: argumentPath(text) };
    const [, plain, quoted, index, every] = match;
    const key = plain ?? (quoted === undefined ? undefined : unquote(quoted));
    if (key === undefined && quoted !== undefined) return bad(text, 'a JSON string in the brackets', at);
    if (plain !== undefined && dotted.length === steps.length) dotted.push(plain);
    if (key !== undefined) steps.push({ kind: 'key', key });
    else if (every !== undefined) steps.push({ kind: 'every' });
    else if (Number.isSafeInteger(Number(index))) steps.push({ kind: 'index', index: Number(index) });
    else return bad(text, 'an index that a list can have', at);
  }
  if (steps.filter((step) => step.kind === 'every').length > maxFanOut) {
    return bad(text, `at most ${maxFanOut} times [*]`);
  }
  if (name === 'args' || (name === 'item' && item)) return path(name, steps);
  const fact = [name, ...dotted].join('.');
  const root = facts.find((candidate) => candidate === fact);
  if (root !== undefined && dotted.length === steps.length) return path(root, []);
  if (name === 'grant' && dotted[0] === 'tags' && steps.length === 2 && steps[1]?.kind === 'key') {
    return path('grant.tags', steps.slice(1));
  }
  if (name === 'user' && dotted[0] === 'groups' && steps.slice(1).every((step) => step.kind !== 'key')) {
    return path('user.groups', steps.slice(1));
  }
  return {
    ...bad(text, 'a path that the engine knows: args.…, grant.…, user.…, session.id, server.slug, tool.…, time.…'),
    nearest: nearestWord(text, item ? [...known, 'item'] : known) ?? nearestRoot(name, item) ?? argumentPath(text),
  };
}

/** The root that was meant where the rest of the path is the author's own: `arg.host` starts with `args`. */
function nearestRoot(name: string, item: boolean): string | undefined {
  return roots.includes(name) ? undefined : nearestWord(name, item ? [...roots, 'item'] : roots);
}

/** Where the author named an argument as other languages do: `amount`, `arguments.amount`, `$.amount`. */
function argumentPath(text: string): string | undefined {
  if (text.length > 80) return undefined;
  const rest = text.replace(/^(?:\$\.)?(?:params\.)?(?:arguments\.|input\.|inputs\.)?/, '');
  const meant = `args.${rest}`;
  return [...roots, ...notArguments].includes(head.exec(rest)?.[0] ?? '') || !parsePath(meant, false).ok
    ? undefined
    : meant;
}

/** No arguments either: what a client says of itself is no path, and `item` stands inside an `each`. */
const notArguments = ['client', 'clientInfo', 'headers', 'item'];

function path(root: Root, steps: readonly Step[]): PathResult {
  const canonical = root + steps.map(spell).join('');
  return { ok: true, path: { root, steps, canonical, fansOut: steps.some((step) => step.kind === 'every') } };
}

function spell(step: Step): string {
  if (step.kind === 'every') return '[*]';
  return `[${step.kind === 'key' ? JSON.stringify(step.key) : step.index}]`;
}

function unquote(quoted: string): string | undefined {
  try {
    return JSON.parse(quoted);
  } catch {
    return undefined;
  }
}

function bad(text: string, expected: string, at?: number): Extract<PathResult, { ok: false }> {
  const shown = JSON.stringify(text.length > 80 ? `${text.slice(0, 77)}…` : text);
  return { ok: false, expected, found: at === undefined ? shown : `${shown}, wrong from character ${at + 1}` };
}
