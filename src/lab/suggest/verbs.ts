/** First words of tools that only look at something, as far as a name can say. `query` and `fetch` may do anything. */
const reading = new Set(['count', 'describe', 'find', 'get', 'list', 'lookup', 'read', 'search', 'show', 'view']);

/** First words of tools that change something which can be changed back. */
const changing = new Set([
  'add',
  'close',
  'comment',
  'copy',
  'create',
  'edit',
  'move',
  'open',
  'rename',
  'set',
  'update',
]);

/** First words behind which no second one is the verb. */
const doing = new Set([
  ...reading,
  ...changing,
  'delete',
  'destroy',
  'drop',
  'exec',
  'execute',
  'fetch',
  'merge',
  'pay',
  'post',
  'publish',
  'purge',
  'push',
  'query',
  'remove',
  'run',
  'send',
  'transfer',
  'write',
]);

/**
 * What a tool's name begins with, its verb and the separator included: `get_`, or `github_list_` behind a name of the
 * server's own. Nothing where there is no verb that may stand for other tools.
 */
export function verbPrefix(name: string, changingVerbs: boolean): string | undefined {
  const [, first = '', second = ''] = /^([a-z0-9]+)[_.-](?:([a-z]+)[_.-])?/.exec(name) ?? [];
  const verb = doing.has(first) ? first : second;
  if (!reading.has(verb) && !(changingVerbs && changing.has(verb))) return undefined;
  return name.slice(0, verb === first ? first.length + 1 : first.length + second.length + 2);
}
