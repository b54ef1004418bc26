/** What a command fetches and runs. */
export interface RunPackage {
  readonly registry: 'npm' | 'pypi' | 'container';
  readonly name: string;
  /** As it is written; `undefined` where none is. */
  readonly version: string | undefined;
  /** Whether the next start gets the same: an exact version, or a digest. */
  readonly pinned: boolean;
}

const npmRunners = new Set(['npx', 'bunx', 'pnpx']);
const pyRunners = new Set(['uvx', 'pipx']);
/** Options of the container engines that take no value. */
const bareFlags = new Set([
  '-i',
  '-t',
  '-it',
  '-ti',
  '-d',
  '--rm',
  '--interactive',
  '--tty',
  '--init',
  '--detach',
  '--privileged',
  '--read-only',
  '--no-healthcheck',
]);
const npmValueFlags = new Set([
  '-p',
  '--package',
  '-c',
  '--call',
  '--registry',
  '--prefix',
  '--userconfig',
  '-w',
  '--workspace',
]);
const pyValueFlags = new Set([
  '--from',
  '--with',
  '--python',
  '-p',
  '--index-url',
  '--index',
  '--directory',
  '--project',
  '--spec',
  '--env-file',
]);

/**
 * The package that a command line starts, whichever runner it goes through, or `undefined` for a program of the
 * machine. What `toolgate run` starts is looked at instead of it.
 *
 * @param command program and arguments
 */
export function packageOf(command: readonly string[]): RunPackage | undefined {
  const [program = '', ...args] = innermost(command);
  const name = nameOf(program);
  if (npmRunners.has(name)) return npm(args);
  if ((name === 'pnpm' || name === 'yarn') && args[0] === 'dlx') return npm(args.slice(1));
  if (name === 'npm' && (args[0] === 'exec' || args[0] === 'x')) return npm(args.slice(1));
  if (name === 'bun' && args[0] === 'x') return npm(args.slice(1));
  if (pyRunners.has(name)) return python(args[0] === 'run' ? args.slice(1) : args);
  if (name === 'uv' && args[0] === 'tool' && args[1] === 'run') return python(args.slice(2));
  if ((name === 'docker' || name === 'podman' || name === 'nerdctl') && args[0] === 'run') return image(args.slice(1));
  return undefined;
}

/** Whether the command puts a policy of this gateway in front of the server. */
export function isGoverned(command: readonly string[]): boolean {
  return governedFrom(unwrapped(command)) !== undefined;
}

/** The command without what only starts another one: `cmd /c`, `env A=b`, `toolgate run … --`. */
function innermost(command: readonly string[]): readonly string[] {
  const plain = unwrapped(command);
  const governed = governedFrom(plain);
  return governed === undefined || governed.length === 0 ? plain : unwrapped(governed);
}

/** What stands behind `toolgate run … --`; nothing for one that is reached by URL; `undefined` for another program. */
function governedFrom(command: readonly string[]): readonly string[] | undefined {
  const run = command.indexOf('run');
  const before = command.slice(0, run).map(nameOf);
  if (run < 1 || !before.some((word) => /^toolgate(@.*)?$/.test(word))) return undefined;
  if (!command.some((word) => word === '--policy' || word.startsWith('--policy='))) return undefined;
  const at = command.indexOf('--', run);
  return at === -1 ? [] : command.slice(at + 1);
}

function unwrapped(command: readonly string[]): readonly string[] {
  const [program = '', ...args] = command;
  const name = nameOf(program);
  if (name === 'cmd' && /^\/[ck]$/i.test(args[0] ?? '')) return args.slice(1);
  if (name !== 'env') return command;
  const at = args.findIndex((arg) => !arg.includes('=') && !arg.startsWith('-'));
  return at === -1 ? command : args.slice(at);
}

/** A program without its folder and its ending. */
function nameOf(program: string): string {
  return (program.split(/[/\\]/).at(-1) ?? '').replace(/\.(exe|cmd|bat|js|mjs)$/i, '');
}

function npm(args: readonly string[]): RunPackage | undefined {
  const spec = optionValue(args, ['-p', '--package']) ?? firstWord(args, npmValueFlags);
  if (spec === undefined || /^(\.|\/|~|file:)/.test(spec)) return undefined;
  const at = spec.indexOf('@', 1);
  const name = at === -1 ? spec : spec.slice(0, at);
  const version = at === -1 ? undefined : spec.slice(at + 1);
  const commit = /^(git|https?|github:).*#[0-9a-f]{40}$/.test(spec);
  return { registry: 'npm', name, version, pinned: commit || /^\d+\.\d+\.\d+([-+][\w.+-]+)?$/.test(version ?? '') };
}

function python(args: readonly string[]): RunPackage | undefined {
  const spec = optionValue(args, ['--from', '--spec']) ?? firstWord(args, pyValueFlags);
  if (spec === undefined || /^(\.|\/|~)/.test(spec)) return undefined;
  const [, name = spec, version] = /^([A-Za-z0-9._-]+(?:\[[^\]]*\])?)(?:==|@)(.+)$/.exec(spec) ?? [];
  const bare = name.replace(/\[.*/, '');
  return { registry: 'pypi', name: bare, version, pinned: /^\d+\.\d\w*([-.+]\w+)*$/.test(version ?? '') };
}

function image(args: readonly string[]): RunPackage | undefined {
  let at = 0;
  for (; at < args.length && args[at]?.startsWith('-'); at += 1) {
    const flag = args[at] ?? '';
    if (!flag.includes('=') && !bareFlags.has(flag)) at += 1;
  }
  const spec = args[at];
  if (spec === undefined) return undefined;
  const [reference = '', digest] = spec.split('@');
  const colon = reference.lastIndexOf(':');
  const tagged = colon > reference.lastIndexOf('/');
  const tag = tagged ? reference.slice(colon + 1) : undefined;
  const exact = tag !== undefined && /^v?\d+\.\d+(\.\d+)?([-.+]\w+)*$/.test(tag);
  return {
    registry: 'container',
    name: tagged ? reference.slice(0, colon) : reference,
    version: digest ?? tag,
    pinned: (digest ?? '').startsWith('sha256:') || exact,
  };
}

function optionValue(args: readonly string[], names: readonly string[]): string | undefined {
  for (const [index, arg] of args.entries()) {
    if (names.includes(arg)) return args[index + 1];
    const name = names.find((one) => one.startsWith('--') && arg.startsWith(`${one}=`));
    if (name !== undefined) return arg.slice(name.length + 1);
    if (!arg.startsWith('-')) return undefined;
  }
  return undefined;
}

function firstWord(args: readonly string[], withValue: ReadonlySet<string>): string | undefined {
  for (let at = 0; at < args.length; at += 1) {
    const arg = args[at] ?? '';
    if (!arg.startsWith('-')) return arg;
    if (withValue.has(arg)) at += 1;
  }
  return undefined;
}
