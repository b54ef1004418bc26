const reasons: ReadonlyMap<unknown, string> = new Map([
  ['ENOENT', 'there is no such file'],
  ['EACCES', 'this user may not'],
  ['EPERM', 'this user may not'],
  ['EISDIR', 'it is a folder'],
  ['ENOTDIR', 'something above it is no folder'],
  ['EEXIST', 'it is no folder'],
  ['EROFS', 'the disk is read-only'],
  ['ENOSPC', 'the disk is full'],
  ['ENOTFILE', 'it is no file'],
  ['EFBIG', 'it is larger than 64 MiB'],
  ['ELOOP', 'its links lead round in a circle'],
  ['EMFILE', 'too many files are open'],
]);

/** Why the system would not have it with a file, in words for who named it: the system's own name the call and not the mistake. */
export function whyNoFile(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return reasons.get(code) ?? (typeof code === 'string' ? code : 'unknown reason');
}
