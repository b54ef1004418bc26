import { resolve } from 'node:path';
import { defaultCaps } from '../protocol/index.ts';
import { upstreamUrl } from './addresses.ts';
import { listOf, mapOf, object, optional, required } from './collections.ts';
import type { HttpServer, ServerConfig, StdioServer } from './config.ts';
import { headersShape } from './headers-shape.ts';
import { has } from './node.ts';
import { pathText } from './paths.ts';
import { pemFile } from './pem-file.ts';
import { duration, size } from './quantities.ts';
import { flag, integer, textLike } from './scalars.ts';
import type { Shape } from './shape.ts';

const KiB = 2 ** 10;
const MiB = 2 ** 20;

/** In ms; what each is for is said where it is read. */
const defaultTimeouts = Object.freeze({ connect: 5_000, firstByte: 60_000, idle: 300_000 });
const defaultSizes = Object.freeze({ body: defaultCaps.bytes, response: 32 * MiB });

const timeouts = object({
  connect: optional(duration, 'Until a connection stands.', defaultTimeouts.connect, '5s'),
  firstByte: optional(duration, 'Until the first byte of an answer.', defaultTimeouts.firstByte, '60s'),
  idle: optional(duration, 'Between two bytes of an answer.', defaultTimeouts.idle, '300s'),
});

const caps = object({
  body: optional(size(KiB, 256 * MiB), 'Most bytes of one request.', defaultSizes.body, '4MiB'),
  response: optional(size(KiB, 1024 * MiB), 'Most bytes of one answer.', defaultSizes.response, '32MiB'),
  depth: optional(integer(4, 512), 'Most objects and lists inside one another.', defaultCaps.depth, defaultCaps.depth),
  nodes: optional(integer(100, 10_000_000), 'Most values in one message.', defaultCaps.nodes, defaultCaps.nodes),
});

const common = {
  trusted: optional(
    flag,
    'The author of the server is believed: what its definitions say of themselves may lower the class of a tool.',
    false,
    false,
  ),
  pinned: optional(
    flag,
    'Tools that are new, or not as they were approved, are neither listed nor called until an operator approves them.',
    true,
    true,
  ),
  timeouts: optional(timeouts, 'How long the server may take.', defaultTimeouts),
  caps: optional(caps, 'How large and deep messages may be.', { ...defaultCaps, ...defaultSizes }),
  maxConcurrency: optional(integer(1, 100_000), 'Most requests under way at a time, over all grants.', undefined),
};

const variableName = { form: /^[A-Za-z_][A-Za-z0-9_]*$/, expected: 'the name of an environment variable' };
const argument = textLike('a string without NUL', /^[^\0]*$/);
const id = integer(0, 2 ** 31 - 1);

const stdio = object(
  {
    command: required(listOf(argument, 1), 'Program and arguments. No shell reads them.'),
    env: optional(
      mapOf(() => argument, variableName),
      'Environment of the process, beside PATH, HOME, LANG and TMPDIR.',
      new Map<string, string>(),
    ),
    cwd: optional(pathText, 'Working folder; relative to this file.', undefined),
    shared: optional(flag, 'One process for all callers, instead of one a session.', false, false),
    runAs: optional(
      object({ uid: required(id, 'User id.'), gid: required(id, 'Group id.') }),
      'User and group of the process.',
      undefined,
    ),
    sandbox: optional(
      object({
        read: optional(listOf(pathText), 'Files and folders that it may read.', Object.freeze([])),
        write: optional(listOf(pathText), 'Files and folders that it may change.', Object.freeze([])),
        network: optional(flag, 'Whether it has the network.', false, false),
      }),
      'The process sees the system’s programs, what is named here, and nothing else. Linux with bubblewrap (bwrap).',
      undefined,
    ),
    ...common,
  },
  new Map([
    ['headers', 'headers belong to servers with a url'],
    ['allowPrivate', 'allowPrivate belongs to servers with a url'],
    ['ca', 'ca belongs to servers with a url'],
    ['url', 'a server has either a command or a url'],
  ]),
);

const http = object(
  {
    url: required(upstreamUrl, 'Where the server answers to MCP over Streamable HTTP.'),
    headers: optional(headersShape, 'Sent with every request to this server. Secret.', new Map<string, string>()),
    allowPrivate: optional(flag, 'The address may be private or loopback.', false, false),
    ca: optional(pemFile, 'PEM file: with these certificates alone the server is verified.', undefined),
    ...common,
  },
  new Map(
    ['env', 'cwd', 'shared', 'runAs', 'sandbox'].map(
      (key) => [key, `${key} belongs to servers with a command`] as const,
    ),
  ),
);

/** One server: a process that is started (`command`), or one that is reached (`url`). */
export function serverShape(slug: string): Shape<ServerConfig> {
  return {
    schema: { oneOf: [stdio.schema, http.schema] },
    read: (node, pointer, reading): ServerConfig | undefined => {
      if (node.kind !== 'map') return reading.fail(node, pointer, 'expected a mapping with a command or a url');
      if (has(node, 'command')) {
        const read = stdio.read(node, pointer, reading);
        if (read === undefined) return undefined;
        const { command, env, cwd, shared, runAs, sandbox } = read;
        const server: StdioServer = {
          transport: 'stdio',
          ...commonOf(slug, read),
          command: program(command),
          env,
          cwd,
          shared,
          runAs,
          sandbox,
        };
        return server;
        function program([name = '', ...rest]: readonly string[]): readonly string[] {
          // A program that is named by a path is found from the file's folder, one by a bare name on the PATH.
          return [/[/\\]/.test(name) ? resolve(reading.folder, name) : name, ...rest];
        }
      }
      if (!has(node, 'url')) return reading.fail(node, pointer, 'a server needs a command or a url');
      const read = http.read(node, pointer, reading);
      if (read === undefined) return undefined;
      const { url, headers, allowPrivate, ca } = read;
      if (headers.size > 0 && url.startsWith('http:') && !allowPrivate) {
        reading.warn(node, pointer, 'headers are sent to this server without encryption');
      }
      const server: HttpServer = {
        transport: 'http',
        ...commonOf(slug, read),
        url,
        headers,
        allowPrivate,
        ...(ca === undefined ? {} : { ca }),
      };
      return server;
    },
  };
}

interface CommonRead {
  readonly pinned: boolean;
  readonly trusted: boolean;
  readonly timeouts: { readonly connect: number; readonly firstByte: number; readonly idle: number };
  readonly caps: { readonly body: number; readonly response: number; readonly depth: number; readonly nodes: number };
  readonly maxConcurrency: number | undefined;
}

type CommonServer = Pick<ServerConfig, 'slug' | 'timeouts' | 'caps' | 'maxConcurrency' | 'pinned' | 'trusted'>;

function commonOf(slug: string, { timeouts, caps, maxConcurrency, pinned, trusted }: CommonRead): CommonServer {
  return {
    slug,
    timeouts: { connectMs: timeouts.connect, firstByteMs: timeouts.firstByte, idleMs: timeouts.idle },
    caps: { bytes: caps.body, depth: caps.depth, nodes: caps.nodes, response: caps.response },
    maxConcurrency,
    pinned,
    trusted,
  };
}
