// Rules of the house that no linter knows. Each finding is one line, `file:line: what is wrong`; any finding fails.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

/** Lines that a file with logic may have. Tests are long for good reasons, and so are tables. */
const mostLines = 300;

/** Where that counts: wherever somebody looks for how something is done. */
const withLogic = /^(src|web\/src|bench|scripts|examples|test\/(assurance|support))\/.*\.tsx?$/;

/** Tables, lexicons and generated files: long because what they list is long. */
const tables: readonly RegExp[] = [/(^|\/)[a-z-]+\.(table|lexicon|generated)\.ts$/];

interface Rule {
  readonly what: string;
  /** Which files it is about, by their path in the repository. */
  readonly files: RegExp;
  readonly except?: RegExp;
  readonly forbidden: RegExp;
}

// The words are put together so that this file does not find itself.
const word = (...parts: string[]): string => parts.join('');

const source = /\.(ts|tsx|js|cjs|mjs)$/;
const text = /\.(ts|tsx|js|cjs|mjs|json|jsonc|md|ya?ml|sql|sh|html|css)$|^\.ci\/run$/;

const rules: readonly Rule[] = [
  {
    what: 'time comes from a Clock (kernel/clock.ts)',
    files: /^src\/.*\.ts$/,
    except: /^src\/kernel\/|\.test\.ts$/,
    forbidden: /\bDate\.now\(|\bnew Date\(\)/,
  },
  {
    what: 'finish it, or open an issue',
    files: text,
    forbidden: new RegExp(`\\b(${word('TO', 'DO')}|${word('FIX', 'ME')}|${word('X', 'XX')})\\b`),
  },
  {
    what: 'a document that is not in the repository: name a page of docs/',
    files: /^(src|web|bench|scripts|test)\/.*\.tsx?$/,
    forbidden: new RegExp(
      `(?<![\\w./-])(${word('inter', 'face')}|${word('archi', 'tecture')}|${word('thr', 'eats')})\\.md\\b`,
    ),
  },
  {
    what: 'no test may be left out or run alone',
    files: /\.test\.ts$/,
    forbidden: /\b(it|test|describe|suite)(\.\w+)*\.(only|skip|todo|fails)\b|\bx(it|describe)\(/,
  },
  {
    what: 'a path of somebody’s machine',
    files: text,
    // Policies and hostile arguments in tests speak of paths, too.
    except: /^test\/(adversarial|reference)\//,
    forbidden: new RegExp(`(^|[\\s'"\`(=])/(${word('wo', 'rk')}|${word('ro', 'ot')})/`),
  },
  {
    what: 'the lock file must not name a registry: whoever installs has one',
    files: /^package-lock\.json$/,
    forbidden: /^\s*"resolved": "https?:/,
  },
  {
    what: 'a run at the end is tried from each of its characters, for seconds in a long text: put (?<!x) before x+$',
    files: /^(src|web)\/.*\.tsx?$/,
    except: /\.test\.tsx?$/,
    forbidden: /(?:[(=,:]\s*\/|\|)(?:\\.|\[[^\]]*\]|[^\s/|()[\]\\])[+*]\$\//,
  },
];

/** One thing that is wrong. */
export interface Finding {
  readonly file: string;
  readonly line: number;
  readonly what: string;
}

/**
 * @param file path in the repository, with forward slashes
 * @param content the text of the file
 */
export function findingsIn(file: string, content: string): Finding[] {
  const lines = content.split('\n');
  const findings = rules
    .filter((rule) => rule.files.test(file) && rule.except?.test(file) !== true)
    .flatMap((rule) =>
      lines.flatMap((line, index) => (rule.forbidden.test(line) ? [{ file, line: index + 1, what: rule.what }] : [])),
    );
  const long = lines.length > mostLines + 1 && withLogic.test(file) && !file.endsWith('.test.ts');
  if (long && !tables.some((table) => table.test(file))) {
    findings.push({ file, line: mostLines + 1, what: `more than ${mostLines} lines: it does more than one thing` });
  }
  return findings;
}

/** Where types are exported: a room's own tests export none. */
const exportingTypes = /^src\/.*(?<!\.test)\.ts$/;
const exportedType = /^export (?:abstract )?(?:type|interface|class) (\w+)/;

/**
 * Where one name may stand for several types all the same (ADR 0326): what each adapter of one port says in its own way, and
 * the parts of a policy document, which the lab has under the names that the policy gives them.
 */
const sameByIntent = /^src\/(store\/(sqlite|postgres|valkey)|lab\/document\.ts)(\/|$)/;

/** @param files their texts by path @returns a finding for each exported type that bears the name of another one */
export function sharedNamesIn(files: ReadonlyMap<string, string>): Finding[] {
  const first = new Map<string, string>();
  const findings: Finding[] = [];
  for (const [file, content] of files) {
    if (!exportingTypes.test(file) || sameByIntent.test(file)) continue;
    for (const [index, line] of content.split('\n').entries()) {
      const name = exportedType.exec(line)?.[1];
      if (name === undefined) continue;
      const other = first.get(name);
      if (other === undefined) first.set(name, file);
      else
        findings.push({ file, line: index + 1, what: `${name} is also what ${other} exports: one name, one meaning` });
    }
  }
  return findings;
}

/** Files under version control, and those about to be. */
function repositoryFiles(): string[] {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], {
    encoding: 'utf8',
  });
  return listed.split('\0').filter((file) => (source.test(file) || text.test(file)) && existsSync(file));
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const files = new Map(repositoryFiles().map((file) => [file, readFileSync(file, 'utf8')]));
  const findings = [...[...files].flatMap(([file, content]) => findingsIn(file, content)), ...sharedNamesIn(files)];
  for (const { file, line, what } of findings) console.error(`${file}:${line}: ${what}`);
  console.log(`${files.size} files, ${findings.length} findings`);
  if (findings.length > 0 || files.size === 0) process.exitCode = 1;
}
