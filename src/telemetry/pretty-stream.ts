import type { DestinationStream } from 'pino';

/** One record as one line for people: time, level, message, then the fields as JSON. No colours: nothing to strip. */
export function prettyStream(stream: DestinationStream): DestinationStream {
  return {
    write: (line) => {
      const { level, time, msg, ...fields } = JSON.parse(line) as Record<string, unknown>;
      const rest = Object.entries(fields).map(([name, value]) => ` ${name}=${JSON.stringify(value)}`);
      // The message is shown as JSON shows it, without the quotes: control characters stay escaped.
      const message = typeof msg === 'string' ? JSON.stringify(msg).slice(1, -1) : '';
      stream.write(`${String(time).slice(11, 19)} ${String(level).padEnd(5)} ${message}${rest.join('')}\n`);
    },
  };
}
