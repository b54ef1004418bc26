/**
 * Closes a `switch` over a union. It fails to compile when a member is not handled; should a value that the types
 * did not foresee arrive at run time all the same, it throws, and every caller on the request path turns a throw
 * into a refusal.
 */
export function assertNever(value: never): never {
  throw new Error(`unforeseen value: ${String(value)}`);
}
