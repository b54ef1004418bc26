import type * as Pino from 'pino';
import { escapeUnsafe, latePackage } from '../kernel/index.ts';
import { prettyStream } from './pretty-stream.ts';

type DestinationStream = Pino.DestinationStream;

/**
 * The log of the process. A message is a constant sentence; what varies goes into fields. Values that came from
 * outside are fields always: they are escaped there, and so one record is one line (threats B82).
 */
export type Logger = Pick<Pino.Logger, 'debug' | 'info' | 'warn' | 'error'>;

const levels: readonly string[] = ['debug', 'info', 'warn', 'error', 'silent'];
const rankOf = (level: string): number => levels.indexOf(level);

/**
 * Names under which a secret might be logged by mistake; at the top of a record and one level down. The first line of
 * defence is that nobody logs one.
 */
const secretNames =
  'authorization Authorization cookie Cookie token secret password apiKey headers env arguments session sessionId'.split(
    ' ',
  );

/**
 * @param stream where records go: standard error; lines for people when it is a terminal, JSON otherwise
 * @param level `debug`, `info`, `warn`, `error` or `silent`
 * @param loaded when what writes it is loaded: with the first record; or at once, so that no call waits for it (30 ms)
 * @throws Error when the level is another word
 */
export function newLogger(
  stream: DestinationStream & { isTTY?: boolean },
  level = 'info',
  loaded: 'late' | 'at once' = 'late',
): Logger {
  if (rankOf(level) < 0) {
    throw new Error(`TOOLGATE_LOG_LEVEL must be one of ${levels.join(', ')}`);
  }
  const least = rankOf(level);
  let made: Logger | undefined;
  // A process that has nothing to say never loads what would say it: `toolgate run` pays for it at each start.
  const logger = (): Logger => {
    made ??= pinoLogger(stream, level);
    return made;
  };
  if (loaded === 'at once') logger();
  const at = (name: 'debug' | 'info' | 'warn' | 'error'): Logger[typeof name] => {
    const silent = rankOf(name) < least;
    return (...record: Parameters<Logger['info']>) => {
      if (!silent) logger()[name](...record);
    };
  };
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

function pinoLogger(stream: DestinationStream & { isTTY?: boolean }, level: string): Logger {
  const { pino }: typeof Pino = latePackage('pino');
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: secretNames.flatMap((name) => [`["${name}"]`, `*["${name}"]`]), censor: '[redacted]' },
      serializers: { error: errorFields, err: errorFields },
    },
    stream.isTTY === true ? prettyStream(escapingStream(stream)) : escapingStream(stream),
  );
}

/** What is said of an error: never fields that libraries hang on it, which may hold requests with their headers. */
function errorFields(error: unknown): unknown {
  if (!(error instanceof Error)) return { message: String(error) };
  const { name, message, stack, cause } = error;
  return { name, message, stack, ...(cause !== undefined && { cause: errorFields(cause) }) };
}

/** JSON escapes what stands below U+0020; what else turns or hides text, terminals and viewers obey, too. */
function escapingStream(stream: DestinationStream): DestinationStream {
  return {
    write: (line) => {
      stream.write(`${escapeUnsafe(line.slice(0, -1))}\n`);
    },
  };
}
