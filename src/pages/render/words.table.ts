import type { Category, Flag, Severity } from '../../catalog/index.ts';

/** What a tool of a category does, in a sentence that follows its name. */
export const doesWords: Readonly<Record<Category, string>> = {
  read: 'returns data or computes something. Nothing changes, but whatever it returns reaches the agent, and with it whoever the agent talks to.',
  write:
    'creates or changes something that can be put back. A wrong call costs somebody the work of finding and undoing it.',
  communicate: 'sends content to people or third parties. What has been sent cannot be taken back.',
  access:
    'reads or changes credentials, identities, roles or sharing. Who gets through here can do more than this one call.',
  execute:
    'runs something on the caller’s behalf: a program, a query, a job, a machine, or a connection to wherever the arguments say. What happens is decided by the arguments, not by the tool.',
  destructive: 'removes, resets or overwrites something for good. No later call brings it back.',
  financial: 'moves or commits money or assets.',
};

/** A category as a title. */
export const categoryTitles: Readonly<Record<Category, string>> = {
  read: 'Read',
  write: 'Write',
  communicate: 'Communicate',
  access: 'Access',
  execute: 'Execute',
  destructive: 'Destructive',
  financial: 'Financial',
};

/** What a severity means, for its page. */
export const severityWords: Readonly<Record<Severity, string>> = {
  critical:
    'A wrong call does harm that cannot be undone and reaches far: code of the caller’s, money, whole databases, rights of an administrator. Ask a person, or deny.',
  high: 'A wrong call does harm that is hard to undo, or lets content, secrets or connections out. Limit it narrowly, check its arguments, ask a person where it matters.',
  medium: 'A wrong call changes something that can be put back. Limit how often.',
  low: 'A call returns data or changes trifles. Limit how often, and mind where the answers go.',
};

export const severityTitles: Readonly<Record<Severity, string>> = {
  critical: 'Critical',
  high: 'High',
  medium: 'Medium',
  low: 'Low',
};

/** What a flag says of a tool. */
export const flagWords: Readonly<Record<Flag, string>> = {
  arbitrary_code: 'runs code or queries that the caller writes',
  arbitrary_url: 'reaches an address that the caller chooses',
  fs_path: 'takes paths in a file system',
  secret_argument: 'takes a secret as an argument',
  returns_secret: 'returns a secret',
  private_data: 'returns data about people or of one’s own',
  untrusted_content: 'returns text that strangers wrote',
  public_sink: 'puts content where others read it',
  irreversible: 'cannot be undone',
  bulk: 'works on many things at once',
  idempotent: 'says that a second call changes nothing more',
  open_world: 'reaches beyond this machine',
  local_only: 'stays on this machine',
  amount: 'takes an amount',
};
