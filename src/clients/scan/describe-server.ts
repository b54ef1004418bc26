import type { ConfiguredServer } from '../configured-server.ts';
import { isGoverned, packageOf, type RunPackage } from './package-of.ts';
import { holdsIssuedSecret } from './secrets.ts';

/** A server in words that hold no secret: of its command line the program and the package, of its URL the origin. */
export interface DescribedServer {
  readonly name: string;
  readonly transport: 'stdio' | 'http';
  /** `npx`, or the origin of the URL. */
  readonly where: string;
  /** What is fetched and run, with its version as it is written. */
  readonly package: string | undefined;
  /** Names of the variables and headers that it is given; their values are not for showing. */
  readonly given: readonly string[];
  /** A policy of this gateway stands in front of it. */
  readonly governed: boolean;
  readonly disabled: boolean;
}

/** What may be shown of a server. */
export function describeServer(server: ConfiguredServer): DescribedServer {
  const command = server.command.map(({ value }) => value);
  const found = packageOf(command);
  return {
    name: server.name,
    transport: server.transport,
    where: server.url === undefined ? programOf(command) : originOf(server.url.value),
    package: found && packageText(found),
    given: [...server.env.keys(), ...server.headers.keys()],
    governed: isGoverned(command) || goesThroughGateway(server),
    disabled: server.disabled,
  };
}

function packageText({ name, version }: RunPackage): string {
  const said = version === undefined ? name : `${name} ${version}`;
  return holdsIssuedSecret(said) ? 'a package' : said;
}

/** A program by its name; one with white space or an equals sign in it is no name. */
function programOf([program = '']: readonly string[]): string {
  const name = program.split(/[/\\]/).at(-1) ?? '';
  return /^[\w.+@-]{1,60}$/.test(name) && !holdsIssuedSecret(name) ? name : 'a program';
}

function originOf(url: string): string {
  if (!URL.canParse(url)) return 'a URL';
  const { origin, protocol, host } = new URL(url);
  return origin === 'null' ? `${protocol}//${host}` : origin;
}

/** What `toolgate connect` writes: a URL of the gateway, and a token that is ours. */
function goesThroughGateway({ url, headers, tokenVariable }: ConfiguredServer): boolean {
  if (url === undefined || !/\/mcp(\/[a-z0-9-]+)?$/.test(url.value)) return false;
  const authorization = [...headers].find(([name]) => name.toLowerCase() === 'authorization')?.[1].value ?? '';
  return /TOOLGATE_|Bearer tg_/.test(`${authorization} ${tokenVariable ?? ''}`);
}
