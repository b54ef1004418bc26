import type { Category } from './category.ts';
import type { Domain } from './nouns.lexicon.ts';
import {
  bookings,
  builds,
  fields,
  files,
  handedOver,
  harmlessLooks,
  jobs,
  keyOwners,
  looked,
  messages,
  numbers,
  packers,
  paid,
  parcels,
  people,
  pictured,
  places,
  posts,
  powers,
  probed,
  probes,
  queries,
  replies,
  screens,
  secrets,
  targets,
  terminals,
  texts,
  threads,
  tokenChanges,
  trade,
  tried,
  userStates,
  works,
} from './phrases.lexicon.ts';
import type { Act } from './verbs.lexicon.ts';

/** What is known of a verb when its category is asked: the words around it speak of `about`, the server of `kinds`. */
export interface Phrase {
  readonly act: Act;
  readonly verb: string;
  readonly about: ReadonlySet<Domain>;
  /** The words around the verb, as written and in the singular. */
  readonly words: ReadonlySet<string>;
  /** The noun that the verb governs: the last one before a preposition. */
  readonly noun: string;
  readonly kinds: ReadonlySet<string>;
  /** Names of parameters. */
  readonly parameters: ReadonlySet<string>;
}

const some = (words: ReadonlySet<string>, wanted: ReadonlySet<string>): boolean => {
  for (const word of words) if (wanted.has(word)) return true;
  return false;
};

/** Whether the words name something whose value is a secret: `password`, `api_key`, but not the `key` of a map. */
function namesASecret({ words, kinds }: Phrase): boolean {
  if (some(words, secrets)) return true;
  const key = words.has('key') || words.has('token');
  return key && !kinds.has('chain') && some(words, keyOwners);
}

/** Taxonomy of the catalogue, read off a verb and what it is about. */
export function judgePhrase(phrase: Phrase): Category {
  const { act, verb, about, words, noun, kinds, parameters } = phrase;
  const trades = kinds.has('chain') || kinds.has('exchange');
  const asset = about.has('asset') || about.has('money');
  switch (act) {
    case 'look':
      if (verb === 'read' && noun === 'query') return 'execute';
      if (verb === 'query' && asksForCode(phrase)) return 'execute';
      if (verb === 'select' && kinds.has('ui')) return 'execute';
      if (verb === 'resolve' && some(words, threads)) return 'write';
      if (verb === 'assert' && noun === 'record') return 'write';
      if (verb === 'show' && words.has('notification') && (parameters.has('icon') || parameters.has('message')))
        return 'write';
      if (probesHosts(phrase)) return 'execute';
      if (verb === 'load' && parameters.has('amount')) return 'financial';
      if (words.has('token') && (parameters.has('secret') || parameters.has('password'))) return 'access';
      return namesASecret(phrase) && !harmlessLooks.has(verb) ? 'access' : 'read';
    case 'compute':
      if (verb === 'evaluate' && kinds.has('ui')) return 'execute';
      if (kinds.has('pentest') && some(parameters, targets)) return 'execute';
      if (parameters.has('output') && some(parameters, places)) return 'write';
      if (packers.has(verb) && (parameters.has('output') || parameters.has('destination'))) return 'write';
      return verb === 'convert' &&
        (kinds.has('crm') || ['item', 'lead', 'issue', 'task', 'draft', 'footnote'].some((word) => words.has(word)))
        ? 'write'
        : 'read';
    case 'ask':
      return 'read';
    case 'generate':
      if (namesASecret(phrase)) return 'access';
      return some(parameters, files) || some(words, works) ? 'write' : 'read';
    case 'download':
      return some(parameters, files) ? 'write' : 'read';
    case 'create':
      return made(phrase, trades);
    case 'update':
      if (verb === 'approve' && (kinds.has('chain') || about.has('asset'))) return 'financial';
      if (verb === 'track' && (some(words, parcels) || kinds.has('data'))) return 'read';
      if (
        ['process', 'handle', 'complete', 'approve', 'confirm'].includes(verb) &&
        (words.has('payment') || words.has('refund') || words.has('payout'))
      )
        return 'financial';
      if (verb === 'process' && (words.has('command') || words.has('script'))) return 'execute';
      if (verb === 'rewrite' && texts.has(noun)) return 'read';
      if (verb === 'move' && (words.has('mouse') || words.has('cursor') || words.has('pointer'))) return 'execute';
      if (verb === 'push' && (words.has('message') || words.has('notification') || words.has('sms')))
        return 'communicate';
      if (verb === 'rollback' && words.has('deployment')) return 'execute';
      if (
        (verb === 'close' || verb === 'modify' || verb === 'edit') &&
        trades &&
        ['position', 'order', 'trade'].some((word) => words.has(word))
      )
        return 'financial';
      if ((verb === 'resize' || verb === 'close' || verb === 'switch' || verb === 'handle') && kinds.has('ui'))
        return 'execute';
      if (verb === 'archive' && kinds.has('crm')) return 'destructive';
      if (trades && (words.has('trading') || words.has('leverage') || words.has('margin'))) return 'financial';
      if ((verb === 'confirm' || verb === 'change') && words.has('email')) return 'access';
      if (kinds.has('identity') && (verb === 'configure' || verb === 'enable' || verb === 'disable')) return 'access';
      if (verb === 'enforce' || verb === 'offboard' || (verb === 'restrict' && !kinds.has('ui'))) return 'access';
      return empowers(phrase) ? 'access' : 'write';
    case 'light':
      return verb === 'next' && kinds.has('forensic') ? 'execute' : 'write';
    case 'save':
      if (noun === 'query') return 'execute';
      if (terminals.has(noun)) return 'execute';
      return namesASecret(phrase) ? 'access' : 'write';
    case 'upload':
      return kinds.has('ui') ? 'execute' : 'write';
    case 'send':
      if (kinds.has('ui') && (verb === 'forward' || parameters.has('url'))) return 'execute';
      if (['udp', 'tcp', 'socket', 'packet', 'port'].some((word) => words.has(word))) return 'execute';
      if (verb === 'post' && looked.has(noun)) return 'read';
      if (verb === 'send' && noun === 'event') return 'write';
      if (about.has('money') || words.has('transaction') || words.has('tx') || words.has('txn')) return 'financial';
      if (trades && !about.has('message')) return 'financial';
      if (parameters.has('amount') && !about.has('message')) return 'financial';
      if (kinds.has('shell') && !about.has('message')) return 'execute';
      if (verb === 'post' && !posts.has(noun) && !kinds.has('social') && !kinds.has('chat') && words.size > 0)
        return made(phrase, trades);
      if (noun === 'key' && kinds.has('ui')) return 'execute';
      if (handedOver.has(noun) && !about.has('email')) return 'execute';
      return 'communicate';
    case 'run':
      if (kinds.has('forensic') && verb === 'run' && !words.has('script')) return 'read';
      if (verb === 'test' && !probesHosts(phrase) && (tried.has(noun) || words.size === 0)) return 'read';
      return about.has('money') || words.has('swap') || words.has('trade') || (trades && (asset || some(words, trade)))
        ? 'financial'
        : 'execute';
    case 'control':
      if (userStates.has(verb) && (people.has(noun) || words.has('user'))) return 'access';
      if (verb === 'initiate' && (about.has('money') || words.has('transaction'))) return 'financial';
      if (verb === 'initiate' && (words.has('oauth') || words.has('auth') || words.has('login'))) return 'access';
      if (
        verb === 'deploy' &&
        kinds.has('chain') &&
        (words.has('token') || words.has('nft') || words.has('erc721') || words.has('erc20'))
      )
        return 'financial';
      if (verb === 'connect' && words.has('to') && !about.has('host') && !about.has('net')) return 'write';
      if (kinds.has('pay') && noun === 'subscription') return 'financial';
      if (verb === 'cancel' && (trades || some(words, paid) || words.has('bet'))) return 'financial';
      return 'execute';
    case 'ui':
      if (verb === 'fill' && !kinds.has('ui') && !some(words, fields) && !parameters.has('selector')) return 'write';
      if (verb === 'type' && !kinds.has('ui') && !parameters.has('text') && words.size > 0) return 'read';
      if (verb !== 'open') return 'execute';
      if (trades && (words.has('position') || words.has('trade'))) return 'financial';
      return kinds.has('ui') || some(words, screens) ? 'execute' : 'read';
    case 'delete':
      if (verb === 'drop' && (words.has('drag') || kinds.has('ui'))) return 'execute';
      if (verb === 'reset' && namesASecret(phrase)) return 'access';
      if ((verb === 'remove' || verb === 'cut' || verb === 'erase') && pictured.has(noun) && !words.has('from'))
        return 'write';
      if ((verb === 'clean' || verb === 'strip') && texts.has(noun)) return some(parameters, files) ? 'write' : 'read';
      return words.has('liquidity') || words.has('fund') ? 'financial' : 'destructive';
    case 'revoke':
      if (userStates.has(verb) && (noun === 'user' || noun === 'account' || noun === 'signin')) return 'access';
      return verb === 'logout' || verb === 'signout' ? 'access' : 'destructive';
    case 'grant':
      if (verb === 'sign' && (words.has('transaction') || words.has('tx') || words.has('txn'))) return 'financial';
      return 'access';
    case 'pay':
      if (verb === 'swap' && !trades && !asset) return 'write';
      if (verb === 'delegate' && !trades) return 'write';
      if (verb === 'place') return some(words, trade) || trades ? 'financial' : 'write';
      if (verb === 'exercise' && !trades && !words.has('option')) return 'read';
      if (verb === 'withdraw' && !trades && !asset && words.size > 0) return 'write';
      return verb === 'bridge' && !trades && !asset ? 'write' : 'financial';
    case 'transfer':
      if (trades || asset || words.has('amount') || parameters.has('amount')) return 'financial';
      return about.has('infra') || people.has(noun) ? 'access' : 'write';
  }
}

/** Whether the caller hands over a query or a program. */
function asksForCode({ words, kinds, parameters }: Pick<Phrase, 'words' | 'kinds' | 'parameters'>): boolean {
  if (parameters.has('sql') || ['sql', 'statement', 'raw', 'cypher'].some((word) => words.has(word))) return true;
  return (
    (parameters.has('query') || parameters.has('statement') || parameters.size === 0) &&
    (((words.has('database') || words.has('db')) && !kinds.has('notes')) || kinds.has('database'))
  );
}

function made(phrase: Phrase, trades: boolean): Category {
  const { verb, about, words, noun, kinds, parameters } = phrase;
  if (words.has('deletion') || words.has('removal')) return 'destructive';
  if (verb === 'register' && noun === 'domain') return 'financial';
  if (kinds.has('pay') && words.has('transaction') && (verb === 'initialize' || verb === 'initiate'))
    return 'financial';
  if (kinds.has('forensic') && noun === 'comment') return 'write';
  if (kinds.has('ui') && verb === 'put' && parameters.has('url')) return 'execute';
  if (verb === 'add' && isSum(phrase)) return 'read';
  if (verb === 'request' && parameters.has('url')) return 'execute';
  if ((verb === 'book' || verb === 'reserve') && bookings.has(noun)) return 'financial';
  if (kinds.has('chain') && (noun === 'account' || noun === 'wallet' || noun === 'keypair')) return 'access';
  if (replies.has(noun) && !kinds.has('index') && !kinds.has('database')) return 'read';
  if (namesASecret(phrase)) return 'access';
  if (noun === 'invoice' || (noun === 'bounty' && parameters.has('amount'))) return 'financial';
  if (about.has('money') && !kinds.has('crm')) return 'financial';
  if (kinds.has('pay') && !words.has('draft') && (paid.has(noun) || words.has('invoice') || words.has('subscription')))
    return 'financial';
  if (trades && ['order', 'token', 'txn', 'tx', 'transaction', 'transfer'].some((word) => words.has(word)))
    return 'financial';
  if (verb === 'build' && queries.has(noun)) return 'read';
  if (verb === 'build' && some(words, builds)) return 'execute';
  if (jobs.has(noun) && !words.has('component') && !words.has('blob')) return 'execute';
  if ((verb === 'init' || verb === 'initialize') && words.has('browser')) return 'execute';
  if (empowers(phrase)) return 'access';
  if (words.has('webhook') && noun !== 'event') return 'communicate';
  if (parameters.has('callback') && (noun === 'subscription' || noun === 'hook')) return 'communicate';
  if (messages.has(noun) || words.has('comment') || words.has('tweet')) return 'communicate';
  if (kinds.has('ui') && (noun === 'session' || words.has('tab') || words.has('window'))) return 'execute';
  if (noun === 'sandbox') return 'execute';
  return 'write';
}

/** Whether hosts are looked into over the network: `scan_ports`, `test_default_credentials` of a `url`. */
function probesHosts({ verb, words, parameters, kinds }: Phrase): boolean {
  if (kinds.has('data') || words.has('result') || words.has('status')) return false;
  if (verb === 'scan' && (words.has('port') || words.has('network') || words.has('subnet'))) return true;
  return probes.has(verb) && some(words, probed) && some(parameters, targets);
}

/** Whether two numbers are added: what is called `add` and takes `a` and `b` changes nothing. */
function isSum({ words, parameters }: Phrase): boolean {
  if (words.has('number') || words.has('integer') || words.has('float') || words.has('matrix')) return true;
  if (parameters.size < 2) return false;
  for (const word of parameters) if (!numbers.has(word)) return false;
  return true;
}

/** Whether a change is one of who may do what. */
function empowers(phrase: Phrase): boolean {
  const { verb, words, noun, kinds } = phrase;
  if (namesASecret(phrase)) return true;
  if (tokenChanges.has(verb) && noun === 'token' && !kinds.has('chain')) return true;
  if ((kinds.has('identity') || kinds.has('guard')) && (noun === 'key' || noun === 'certificate')) return true;
  if (
    [
      'card',
      'task',
      'issue',
      'thread',
      'event',
      'item',
      'preference',
      'pref',
      'notification',
      'pull',
      'ticket',
      'conversation',
      'incident',
      'case',
    ].some((word) => words.has(word))
  )
    return false;
  if (some(words, powers) && !words.has('trigger')) return true;
  if (
    kinds.has('guard') &&
    ['policy', 'rule', 'url', 'list', 'iplist', 'filter', 'label', 'location'].some((word) => words.has(word))
  )
    return true;
  if (noun === 'policy' || noun === 'rule') return kinds.has('identity');
  if (kinds.has('identity') && (words.has('policy') || words.has('application') || words.has('app'))) return true;
  return people.has(noun) && noun !== 'group' && noun !== 'account'
    ? true
    : (noun === 'group' || noun === 'account') && words.has('user');
}
