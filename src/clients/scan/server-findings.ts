import { hiddenText } from '../../definitions/index.ts';
import type { ConfiguredServer, PlacedText } from '../configured-server.ts';
import { finding, type ScanFinding } from './finding.ts';
import { almostNamed, knownBad } from './judge-package.ts';
import { packageOf } from './package-of.ts';
import { holdsIssuedSecret, isPlainSecret, urlSecret } from './secrets.ts';

const shells = /^(ba|z|da|k|fi)?sh$|^(cmd|powershell|pwsh)$/i;

/** What is wrong with a server, as far as its entry shows it: nothing is started or asked. */
export function serverFindings(file: string, server: ConfiguredServer): ScanFinding[] {
  const at = (place: { readonly line: number; readonly column: number }) => ({ ...place, file });
  const own = { server: server.name };
  return [
    ...secretsIn(server).map(({ place, what, rule }) => finding(rule, what, at(place), own)),
    ...packageFindings(file, server),
    ...reachFindings(file, server),
    ...hiddenIn(server).map((place) =>
      finding('hidden-text', 'the entry has characters that nobody sees', at(place), own),
    ),
    ...(server.unasked === undefined
      ? []
      : [
          finding(
            'asks-nobody',
            server.unasked.value === 'all'
              ? 'every tool of it runs without a question'
              : `${server.unasked.value.length} of its tools run without a question`,
            at(server.unasked),
            own,
          ),
        ]),
  ];
}

interface FoundSecret {
  readonly rule: 'plaintext-secret' | 'secret-in-url';
  readonly place: PlacedText<string>;
  readonly what: string;
}

function secretsIn({ command, env, headers, url }: ConfiguredServer): FoundSecret[] {
  const named = (kind: string, entries: ReadonlyMap<string, PlacedText<string>>): FoundSecret[] =>
    [...entries].flatMap(([name, place]) =>
      isPlainSecret(name, place.value) || carriesPassword(place.value)
        ? [{ rule: 'plaintext-secret', place, what: `the ${kind} ${name} holds a secret in the clear` } as const]
        : [],
    );
  return [...argumentSecrets(command), ...named('variable', env), ...named('header', headers), ...urlSecrets(url)];
}

function carriesPassword(value: string): boolean {
  return value.includes('://') && urlSecret(value) === 'a password';
}

function urlSecrets(url: PlacedText<string> | undefined): FoundSecret[] {
  const what = url && urlSecret(url.value);
  return url === undefined || what === undefined
    ? []
    : [{ rule: 'secret-in-url', place: url, what: `the URL carries a secret: ${what}` }];
}

function argumentSecrets(command: readonly PlacedText<string>[]): FoundSecret[] {
  const found: FoundSecret[] = [];
  for (const [index, place] of command.entries()) {
    if (index === 0) continue;
    const before = command[index - 1]?.value ?? '';
    // `--key value`, `--key=value`, `-e KEY=value`, `--header 'Key: value'`, or a token on its own.
    const [, name = '', rest] = /^-{0,2}([A-Za-z][\w.-]*)\s*[=:]\s*(.+)$/s.exec(place.value) ?? [];
    const option = /^--?[A-Za-z][\w-]*$/.test(before) ? before.replace(/^-+/, '') : '';
    const isSecret =
      isPlainSecret(name, rest ?? place.value) ||
      (option !== '' && !place.value.startsWith('-') && rest === undefined && isPlainSecret(option, place.value)) ||
      carriesPassword(place.value);
    if (!isSecret) continue;
    const which = name !== '' && rest !== undefined ? ` (${name})` : option === '' ? '' : ` (--${option})`;
    found.push({ rule: 'plaintext-secret', place, what: `argument ${index} holds a secret in the clear${which}` });
  }
  return found;
}

function packageFindings(file: string, server: ConfiguredServer): ScanFinding[] {
  const first = server.command[0];
  const found = packageOf(server.command.map(({ value }) => value));
  if (first === undefined || found === undefined) return [];
  const where = { ...(server.command.find(({ value }) => value.includes(found.name)) ?? first), file };
  const own = { server: server.name };
  const bad = knownBad(found);
  const name = holdsIssuedSecret(found.name) ? 'a package' : found.name;
  const almost = almostNamed(found);
  return [
    ...(found.pinned
      ? []
      : [finding('unpinned-package', `${name} is fetched in whatever version is the newest`, where, own)]),
    ...(bad === undefined ? [] : [finding('known-vulnerable', `${found.name} ${found.version}: ${bad}`, where, own)]),
    ...(almost === undefined
      ? []
      : [finding('look-alike-package', `${name} is called almost like ${almost}`, where, own)]),
  ];
}

function reachFindings(file: string, server: ConfiguredServer): ScanFinding[] {
  const own = { server: server.name };
  const findings: ScanFinding[] = [];
  const url = server.url && URL.canParse(server.url.value) ? new URL(server.url.value) : undefined;
  if (server.url !== undefined && url?.protocol === 'http:' && !isLoopback(url.hostname)) {
    findings.push(finding('plain-http', `${url.host} is reached without TLS`, { ...server.url, file }, own));
  }
  const [program, ...args] = server.command;
  if (program === undefined) return findings;
  const name = (program.value.split(/[/\\]/).at(-1) ?? '').replace(/\.exe$/i, '');
  const line = args.map(({ value }) => value).join(' ');
  const fetched = /\b(curl|wget|iwr|irm)\b.*\|\s*(ba|z|da)?sh\b|\b(iex|Invoke-Expression)\b/i.test(line);
  if (shells.test(name) && (fetched || args.some(({ value }) => /^(-[a-z]*c|\/c|-command)$/i.test(value)))) {
    // `cmd /c npx …` is how Windows starts what is no .exe.
    if (fetched || packageOf([program.value, ...args.map(({ value }) => value)]) === undefined) {
      const what = fetched ? 'what a URL answers is run by a shell' : `it is started through ${name}`;
      findings.push(
        finding('shell-command', what, { ...program, file }, { ...own, ...(fetched && { severity: 'critical' }) }),
      );
    }
  }
  for (const arg of args) {
    const why = broad(arg.value, line, packageOf(server.command.map(({ value }) => value))?.name ?? '');
    if (why !== undefined) findings.push(finding('broad-access', why, { ...arg, file }, own));
  }
  return findings;
}

/** Why an argument opens too much. */
function broad(arg: string, line: string, packageName: string): string | undefined {
  if (arg === '--privileged') return 'the container is privileged';
  if (/docker\.sock/.test(arg)) return 'it gets the socket of the container engine, which is the whole machine';
  const mount = /^(?:type=bind,.*?(?:src|source)=)?(\/|~|\$HOME|\$\{HOME\})(?::|,|$)/.test(arg);
  const isMount = /(^|\s)(-v|--volume|--mount)[\s=]/.test(line) && /[:,]/.test(arg);
  if (mount && isMount) return 'the container gets the whole disk or home';
  const whole =
    /^(\/|~\/?|\$HOME\/?|\$\{HOME\}\/?|\$\{userHome\}\/?|[A-Za-z]:[\\/]?|\/(home|Users)(\/[^/]+)?\/?|\/(etc|root|var|usr)\/?)$/;
  if (/filesystem|file-?system|files?-server|desktop-commander/i.test(packageName) && whole.test(arg)) {
    return 'it may reach a whole disk, a home, or the system’s own folders';
  }
  return undefined;
}

function isLoopback(host: string): boolean {
  return /^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\])$/.test(host);
}

function hiddenIn(server: ConfiguredServer): { readonly line: number; readonly column: number }[] {
  const places = [
    ...server.command,
    ...server.env.values(),
    ...server.headers.values(),
    ...(server.url ? [server.url] : []),
  ];
  const hidden = places.filter(({ value }) => isHidden(value));
  return isHidden(server.name) ? [server, ...hidden] : hidden;
}

const isHidden = (text: string): boolean => hiddenText(text).length > 0;
