/** For whoever has to say what is done about an exception that nobody expects: in a test it ends the run, and is never kept quiet. */
export function unexpected(thrown: unknown): never {
  throw thrown;
}
