import { CommandError, type Io } from '../io.ts';

/**
 * Headers as `Name: value`, with `${env:X}` in the value for what stands in the environment: a secret need not be typed.
 *
 * @throws CommandError that repeats no value
 */
export function headersOf(io: Io, given: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    given.map((header) => {
      const at = header.indexOf(':');
      if (at < 1) throw new CommandError("--header wants 'Name: value'", 2);
      return [header.slice(0, at).trim(), fromEnvironment(io, header.slice(at + 1).trim())];
    }),
  );
}

/** Puts in what `${env:X}` names. @throws CommandError when it is not set */
export function fromEnvironment(io: Io, text: string): string {
  return text.replaceAll(/\$\{env:([A-Za-z_][A-Za-z0-9_]*)\}/g, (_, name: string) => {
    const value = io.env[name];
    if (value === undefined || value === '') throw new CommandError(`the environment variable ${name} is not set`, 2);
    return value;
  });
}
