const callable = /^[A-Za-z0-9._-]{1,128}$/;

/**
 * Policy language, section 1: a callable name matches `[A-Za-z0-9._-]{1,128}`; every other name is hidden and denied.
 * Nothing is folded or normalised, so a look-alike is simply another name (threats B04).
 */
export function isCallableName(name: string): boolean {
  return callable.test(name);
}
