import { assertNever, Fault } from '../kernel/index.ts';
import { SealError } from '../seal/index.ts';
import { SqlError } from '../store/index.ts';

/** What a failed statement, or a value that does not open, means to whoever asked. Anything else stays what it is. */
export function storeFault(error: unknown): unknown {
  if (error instanceof SealError) {
    const what = 'a value that is kept here does not open with the keys of this gateway';
    return new Fault('store_unavailable', `${what} (\`toolgate doctor\` says why); nothing was changed`, error);
  }
  if (!(error instanceof SqlError)) return error;
  switch (error.problem) {
    case 'unique':
      return new Fault('conflict', 'there is one like this already', error);
    case 'reference':
      return new Fault('conflict', 'something that this needs is gone, or something still needs this', error);
    case 'value':
      return new Fault('invalid', 'a text holds a character that the database has no place for; nothing was changed');
    case 'busy':
      return new Fault('store_unavailable', 'the database is busy; nothing was changed', error);
    case 'full':
      return new Fault('store_unavailable', 'the disk is full; nothing was changed', error);
    case 'damaged':
      return new Fault('store_unavailable', 'the database cannot be read; nothing was changed', error);
    case 'closed':
      return new Fault('store_unavailable', 'the gateway is shutting down; nothing was changed', error);
    case 'unreachable':
      // The connection may have been lost between a commit and its answer.
      return new Fault('store_unavailable', 'the database cannot be reached; look before you repeat a change', error);
    case 'constraint':
    case 'other':
      return error;
    default:
      return assertNever(error.problem);
  }
}
