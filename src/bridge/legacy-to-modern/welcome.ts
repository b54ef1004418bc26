import {
  editResult,
  isJsonObject,
  metaKeys,
  type Piece,
  type RequestMessage,
  type ResultMessage,
  type Span,
  stringAt,
  tasksExtension,
  textAt,
  valueAt,
} from '../../protocol/index.ts';

/** What a client says of itself at `initialize`, as JSON texts; `{}` and nothing where it says nothing. */
export function saidAtInitialize({ bytes, params }: RequestMessage): {
  readonly capabilities: string;
  readonly clientInfo: string | undefined;
} {
  const text = (key: string): string | undefined => {
    const span = params.get(key);
    return span === undefined ? undefined : textAt(bytes, span);
  };
  return { capabilities: text('capabilities') ?? '{}', clientInfo: text('clientInfo') };
}

/** What a server can do, of what a bridge must know. */
export interface ServerCapabilities {
  readonly logging: boolean;
  readonly subscribe: boolean;
  /** The members of a subscription's filter for the lists of which it tells that they have changed. */
  readonly listChanges: readonly string[];
  /** Whether it may answer a call with a task. */
  readonly tasks: boolean;
}

export function capabilitiesOf(discovered: ResultMessage): ServerCapabilities {
  const span = discovered.members.get('capabilities');
  const said = span === undefined ? {} : valueAt(discovered.bytes, span);
  const of = (key: string) => (isJsonObject(said) && isJsonObject(said[key]) ? said[key] : undefined);
  const lists = (['tools', 'prompts', 'resources'] as const).filter((key) => of(key)?.listChanged === true);
  return {
    logging: of('logging') !== undefined,
    subscribe: of('resources')?.subscribe === true,
    listChanges: lists.map((key) => `${key}ListChanged`),
    tasks: isJsonObject(of('extensions')?.[tasksExtension]),
  };
}

/**
 * The result of `initialize`, made of what a modern server answers to `server/discover`: its capabilities, its
 * instructions and whatever else it says of itself, under the revision that the client asked for.
 *
 * @param slug by which the operator knows a server that does not say its name
 */
export function welcome(asked: RequestMessage, discovered: ResultMessage, slug: string): Piece {
  const { bytes, meta, members } = discovered;
  const version = stringAt(asked.bytes, asked.params.get('protocolVersion')) ?? '';
  const said = members.get('capabilities');
  const named = meta.get(metaKeys.serverInfo) ?? members.get('serverInfo');
  return editResult(
    discovered,
    new Map<string, Piece | undefined>([
      ['protocolVersion', JSON.stringify(version)],
      ['serverInfo', named === undefined ? JSON.stringify({ name: slug, version: '0' }) : { bytes, span: named }],
      ['capabilities', said === undefined ? '{}' : legacyCapabilities(bytes, said)],
      ['supportedVersions', undefined],
      ['resultType', undefined],
      ['ttlMs', undefined],
      ['cacheScope', undefined],
      ['_meta', undefined],
    ]),
  );
}

/** Tasks, which are an extension in the modern era, as the capability that they were. */
function legacyCapabilities(bytes: Buffer, span: Span): Piece {
  const said = valueAt(bytes, span);
  const extensions = isJsonObject(said) ? said.extensions : undefined;
  if (!isJsonObject(said) || !isJsonObject(extensions) || !isJsonObject(extensions[tasksExtension])) {
    return { bytes, span };
  }
  const { [tasksExtension]: _tasks, ...others } = extensions;
  const tasks = { list: {}, cancel: {}, requests: { tools: { call: {} } } };
  return JSON.stringify({ ...said, extensions: others, tasks });
}
