import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Method } from '../control/api/index.ts';
import type { InputOf, OutputOf } from '../control/index.ts';
import { inForceHeader, toPathReference } from '../kernel/index.ts';
import { workerFolders } from '../workers/index.ts';
import { dataFolder } from './data-folder.ts';
import { CommandError, type Io } from './io.ts';
import { version } from './version.ts';

/** How the commands that speak to the control plane are told where it is. */
export interface RemoteOptions {
  readonly gateway?: string;
  readonly data?: string;
  readonly insecure?: boolean;
}

/** The control plane, wherever it is. */
export interface ApiClient {
  /**
   * Asks for a verb at its address: `call<typeof createGrant>('POST', '/grants', {…})`. Members of the input that the
   * path names (`:id`) go there, the others into the query of a GET or DELETE, and into the body otherwise.
   *
   * @throws CommandError in the words of the problem
   */
  call<V>(method: Method, path: string, input: InputOf<V>): Promise<OutputOf<V>>;
  /** For answers that are no JSON: a file, a stream. The status is that of success. */
  request(method: Method, path: string, input: Readonly<Record<string, unknown>>): Promise<Response>;
  close(): Promise<void>;
}

/** The control plane said no, and why. */
export class ApiProblem extends CommandError {
  /** As the API has it, such as `not_found`; absent where it is no problem document that came. */
  readonly code: string | undefined;
  /** What is wrong with the input, each by a JSON pointer into it. */
  readonly wrong: readonly InputProblem[];

  constructor(message: string, code: string | undefined, wrong: readonly InputProblem[] = []) {
    super(message, code === 'invalid' || code === 'bad_request' ? 2 : 1);
    this.name = 'ApiProblem';
    this.code = code;
    this.wrong = wrong;
  }
}

interface InputProblem {
  readonly pointer: string;
  readonly message: string;
}

type Send = (method: Method, target: string, body: string | undefined) => Promise<Response>;

/**
 * Finds the control plane: the gateway that `--gateway` names, with the API key in `TOOLGATE_API_KEY`; else the one that
 * runs on the data folder, over its local socket, or one of its workers over its own; else the folder itself, opened in this process.
 *
 * @throws CommandError
 */
export async function openApiClient(io: Io, options: RemoteOptions): Promise<ApiClient> {
  const origin = options.gateway ?? io.env.TOOLGATE_GATEWAY;
  if (origin !== undefined) return remote(origin, io, options.insecure === true);
  const folder = dataFolder(io, options.data);
  return (await openRunning(folder.path, io)) ?? inProcess(folder, io);
}

/** The gateway that runs on a data folder, or one of its workers; `undefined` where none does. */
export async function openRunning(folder: string, io: Pick<Io, 'stderr'>): Promise<ApiClient | undefined> {
  for (const place of [folder, ...workerFolders(folder)]) {
    const socket = join(place, 'control.sock');
    const running = existsSync(socket) ? await local(socket, io) : undefined;
    if (running !== undefined) return running;
  }
  return undefined;
}

async function remote(origin: string, io: Io, insecure: boolean): Promise<ApiClient> {
  const key = io.env.TOOLGATE_API_KEY;
  if (key === undefined || key === '') {
    throw new CommandError(
      'set TOOLGATE_API_KEY to an API key of that gateway (`toolgate api-key create` makes one)',
      2,
    );
  }
  const url = URL.parse(origin);
  if (url === null || !/^https?:$/.test(url.protocol) || url.pathname !== '/' || url.username !== '') {
    throw new CommandError(`--gateway wants an origin such as https://gateway.example.com, not "${origin}"`, 2);
  }
  const { isLoopback } = await import('../edge/index.ts');
  if (url.protocol === 'http:' && !isLoopback(url.hostname.replaceAll(/[[\]]/g, '')) && !insecure) {
    throw new CommandError('the API key would cross the network in the clear: use https, or pass --insecure', 2);
  }
  const { openOperatorEnd } = await import('../egress/index.ts');
  const end = openOperatorEnd({ origin: url.origin });
  const send: Send = async (method, target, body) => {
    try {
      return await end.request(method, target, headersOf(body, { Authorization: `Bearer ${key}` }), body);
    } catch (error) {
      throw new CommandError(`the gateway at ${url.origin} cannot be reached: ${reason(error)}`);
    }
  };
  return client(send, toStderr(io), () => end.close());
}

/** @returns `undefined` when nobody listens: the socket was left by a process that is gone */
async function local(socket: string, io: Pick<Io, 'stderr'>): Promise<ApiClient | undefined> {
  const { openOperatorEnd } = await import('../egress/index.ts');
  const end = openOperatorEnd({ socket });
  try {
    await (await end.request('GET', '/healthz', {})).text();
  } catch {
    await end.close();
    return undefined;
  }
  return client(
    (method, target, body) => end.request(method, target, headersOf(body, {}), body),
    toStderr(io),
    () => end.close(),
  );
}

async function inProcess(folder: { path: string; ignored: boolean }, io: Io): Promise<ApiClient> {
  const [{ openControlFolder }, { operator }, { startFailure }] = await Promise.all([
    import('../composition/control-plane.ts'),
    import('../accounts/index.ts'),
    import('./problems.ts'),
  ]);
  const opened = await openControlFolder(folder.path, { ignored: folder.ignored, env: io.env, version }).catch(
    startFailure,
  );
  const send: Send = (method, target, body) => {
    const init = { method, headers: headersOf(body, {}), ...(body === undefined ? {} : { body }) };
    return opened.api.fetch(new Request(`http://localhost${target}`, init), { actor: operator });
  };
  return client(send, toStderr(io), () => opened.close());
}

function toStderr({ stderr }: Pick<Io, 'stderr'>): (sentence: string) => void {
  return (sentence) => void stderr.write(`toolgate: ${sentence}\n`);
}

function headersOf(body: string | undefined, more: Record<string, string>): Record<string, string> {
  return { ...more, ...(body === undefined ? {} : { 'Content-Type': 'application/json' }) };
}

const notYet =
  'it is done and on the record, but the gateway could not put it in force within ten seconds: until it can, do not rely on it; `toolgate doctor` and the log say why';

/** @param tell of what is no failure, and should be known */
function client(send: Send, tell: (sentence: string) => void, close: () => Promise<void>): ApiClient {
  const request: ApiClient['request'] = async (method, path, input) => {
    const { target, body } = addressed(method, path, input);
    const response = await send(method, target, body);
    if (response.headers.get(inForceHeader) === 'no') tell(notYet);
    if (response.ok) return response;
    throw await problem(response, input);
  };
  return {
    request,
    call: async <V>(method: Method, path: string, input: InputOf<V>) =>
      (await (await request(method, path, input as Record<string, unknown>)).json()) as OutputOf<V>,
    close,
  };
}

function addressed(method: Method, path: string, input: Readonly<Record<string, unknown>>) {
  const rest = new Map(Object.entries(input).filter(([, value]) => value !== undefined));
  const text = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
  const filled = path.replaceAll(/:([A-Za-z]+)/g, (_, name: string) => {
    const value = text(rest.get(name) ?? '');
    rest.delete(name);
    return toPathReference(value);
  });
  const target = `/api/v1${filled}`;
  if (method !== 'GET' && method !== 'DELETE') return { target, body: JSON.stringify(Object.fromEntries(rest)) };
  const query = new URLSearchParams([...rest].map(([name, value]): [string, string] => [name, text(value)])).toString();
  return { target: query === '' ? target : `${target}?${query}`, body: undefined };
}

/** What a problem document says, in a sentence; each wrong field on a line. */
async function problem(response: Response, input: Readonly<Record<string, unknown>>): Promise<ApiProblem> {
  const document: unknown = await response.json().catch(() => ({}));
  const { title, code, errors, error } = document as {
    title?: string;
    code?: string;
    errors?: readonly InputProblem[];
    error?: { message?: string };
  };
  const sentence = title ?? error?.message ?? `the gateway answered with status ${response.status}`;
  const lines = errors?.map(({ pointer, message }) => `${placeIn(input, pointer)}: ${message}`);
  const text = lines === undefined || lines.length === 0 ? sentence : lines.join('\n');
  return new ApiProblem(text, code, errors);
}

/** A field by its name, and a word of a list as it was given: nobody who typed one has counted them. */
function placeIn(input: Readonly<Record<string, unknown>>, pointer: string): string {
  const [, name = '', place, ...more] = pointer.split('/');
  const list = input[name];
  const word: unknown = Array.isArray(list) && more.length === 0 ? list[Number(place)] : undefined;
  return typeof word === 'string' ? JSON.stringify(word) : pointer.slice(1).replaceAll('/', '.');
}

function reason(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  return cause instanceof Error ? cause.message : String(cause);
}
