import { arch, cpus, release, type } from 'node:os';

/** What figures were measured on, in words: they are worth nothing without it. */
export function machine(): string {
  const model = cpus()[0]?.model.trim() ?? 'unknown processor';
  return `Node ${process.version}, ${cpus().length} × ${model}, ${type()} ${release()}, ${arch()}`;
}
