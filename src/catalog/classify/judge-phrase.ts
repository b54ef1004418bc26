import type { Category } from './category.ts';
import { changed } from './judge-change.ts';
import { made } from './judge-making.ts';
import { namesASecret, type Phrase, some } from './phrase.ts';
import {
  actuators,
  annexes,
  barriers,
  batches,
  called,
  channels,
  clips,
  ended,
  fields,
  files,
  formattable,
  formatted,
  gatherings,
  handedOver,
  harmlessLooks,
  held,
  letters,
  looked,
  outs,
  packers,
  paid,
  people,
  pictured,
  places,
  posts,
  probed,
  probes,
  screens,
  shared,
  studies,
  targets,
  terminals,
  texts,
  threads,
  trade,
  tried,
  userStates,
  works,
} from './phrases.lexicon.ts';
import { isProduct } from './server-kinds.ts';

/** Verbs that set off what stands behind them. */
const starting = new Set(['start', 'initiate', 'commence', 'begin']);
/** Verbs that only carry what is done. */
const carriers = new Set(['perform', 'conduct', 'run', 'execute', 'do']);

/** Taxonomy of the catalogue, read off a verb and what it is about. */
export function judgePhrase(phrase: Phrase): Category {
  const { act, verb, about, words, noun, kinds, parameters } = phrase;
  const trades = kinds.has('chain') || kinds.has('exchange');
  const asset = about.has('asset') || about.has('money');
  switch (act) {
    case 'look':
      if (verb === 'read' && noun === 'query') return 'execute';
      if (verb === 'query' && asksForCode(phrase)) return 'execute';
      if (verb === 'fetch' && parameters.has('method') && parameters.has('body')) return 'execute';
      if (verb === 'select' && kinds.has('ui')) return 'execute';
      if (verb === 'resolve' && some(words, threads)) return 'write';
      if (verb === 'assert' && noun === 'record') return 'write';
      if (verb === 'show' && words.has('notification') && (parameters.has('icon') || parameters.has('message')))
        return 'write';
      if (probesHosts(phrase)) return 'execute';
      if (verb === 'map' && (words.has('role') || words.has('permission')) && kinds.has('identity')) return 'access';
      if (verb === 'recall' && (words.has('scene') || words.has('preset'))) return 'write';
      if (kinds.has('safe') && !harmlessLooks.has(verb) && verb !== 'list' && (words.has('kv') || words.has('item')))
        return 'access';
      // It pays where it is asked to.
      if ((words.has('paid') || words.has('x402')) && (parameters.has('usd') || parameters.has('payment')))
        return 'financial';
      // The money that a card was asked to hold.
      if (verb === 'capture' && (words.has('payment') || parameters.has('payment') || parameters.has('amount')))
        return 'financial';
      if (verb === 'load' && kinds.has('media')) return 'write';
      if ((verb === 'scrape' || verb === 'export' || verb === 'dump') && parameters.has('output')) return 'write';
      if (verb === 'load' && parameters.has('amount')) return 'financial';
      if (words.has('token') && (parameters.has('secret') || parameters.has('password'))) return 'access';
      return namesASecret(phrase) && !harmlessLooks.has(verb) && noun !== 'schema' ? 'access' : 'read';
    case 'compute':
      if (verb === 'evaluate' && kinds.has('ui')) return 'execute';
      if (verb === 'format' && formattable.has(noun)) return 'destructive';
      if (verb === 'format' && formatted.has(noun)) return 'write';
      if (
        (verb === 'redact' || verb === 'anonymize') &&
        (parameters.has('id') || about.has('private')) &&
        !texts.has(noun)
      )
        return 'destructive';
      if ((verb === 'crop' || verb === 'transform' || verb === 'split') && parameters.has('id')) return 'write';
      if (verb === 'split' && formatted.has(noun)) return 'write';
      if (kinds.has('pentest') && some(parameters, targets)) return 'execute';
      if (parameters.has('output') && some(parameters, places)) return 'write';
      if (packers.has(verb) && ['output', 'destination', 'target', 'dest'].some((word) => parameters.has(word)))
        return 'write';
      return verb === 'convert' &&
        (kinds.has('crm') ||
          ['item', 'lead', 'issue', 'task', 'draft', 'footnote', 'subtask', 'requester', 'arrangement'].some((word) =>
            words.has(word),
          ))
        ? 'write'
        : 'read';
    case 'ask':
      return words.has('post') && parameters.has('body') ? 'communicate' : 'read';
    case 'generate':
      if (namesASecret(phrase)) return 'access';
      return some(parameters, files) || some(words, works) ? 'write' : 'read';
    case 'download':
      return some(parameters, outs) || (parameters.has('url') && some(parameters, files)) ? 'write' : 'read';
    case 'create':
      return made(phrase, trades);
    case 'update':
      return changed(phrase, trades);
    case 'light':
      return (verb === 'next' && kinds.has('forensic')) || (verb === 'play' && (noun === 'audio' || noun === 'video'))
        ? 'execute'
        : 'write';
    case 'save':
      if (noun === 'query' || words.has('cypher') || words.has('sql')) return 'execute';
      if (terminals.has(noun) || actuators.has(noun)) return 'execute';
      return namesASecret(phrase) ? 'access' : 'write';
    case 'upload':
      if (namesASecret(phrase) || words.has('cert') || words.has('certificate')) return 'access';
      if (kinds.has('ui')) return 'execute';
      if (kinds.has('social') && (noun === 'video' || noun === 'photo' || noun === 'reel')) return 'communicate';
      return parameters.has('channel') || parameters.has('channels') ? 'communicate' : 'write';
    case 'send':
      if (kinds.has('ui') && (verb === 'forward' || parameters.has('url'))) return 'execute';
      if (['udp', 'tcp', 'socket', 'packet', 'port'].some((word) => words.has(word))) return 'execute';
      if (
        verb === 'post' &&
        looked.has(noun) &&
        ['analytics', 'search', 'query', 'usage'].some((word) => words.has(word))
      )
        return 'read';
      if ((verb === 'send' && noun === 'event') || (verb === 'post' && annexes.has(noun) && noun !== 'comment'))
        return 'write';
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
      if (verb === 'dispatch' && letters.has(noun)) return 'communicate';
      if (kinds.has('forensic') && verb === 'run' && !words.has('script')) return 'read';
      if (carriers.has(verb) && (studies.has(noun) || noun === 'llm' || noun === 'prompt')) return 'read';
      if (verb === 'test' && !probesHosts(phrase) && (tried.has(noun) || words.size === 0)) return 'read';
      return about.has('money') || words.has('swap') || words.has('trade') || (trades && (asset || some(words, trade)))
        ? 'financial'
        : 'execute';
    case 'control':
      if (userStates.has(verb) && (people.has(noun) || words.has('user'))) return 'access';
      if (words.has('deletion') || words.has('removal')) return 'destructive';
      if (verb === 'serve' && letters.has(noun)) return 'communicate';
      if (
        verb === 'dial' &&
        (['voice', 'call', 'phone', 'number'].some((word) => words.has(word)) || kinds.has('chat'))
      )
        return 'communicate';
      if ((verb === 'kill' || verb === 'terminate') && words.has('session') && kinds.has('identity'))
        return 'destructive';
      if (verb === 'cancel' && kinds.has('pay') && some(words, held)) return 'financial';
      if (verb === 'terminate' && ended.has(noun)) return 'destructive';
      if (verb === 'initiate' && words.has('transfer') && about.has('infra')) return 'access';
      if (verb === 'power' && parameters.has('exponent')) return 'read';
      if (verb === 'initiate' && (about.has('money') || words.has('transaction'))) return 'financial';
      if (starting.has(verb) && ['oauth', 'auth', 'login'].some((word) => words.has(word))) return 'access';
      if (verb === 'disconnect' && words.has('from') && !about.has('host') && !about.has('net')) return 'write';
      if (
        verb === 'deploy' &&
        kinds.has('chain') &&
        (words.has('token') || words.has('nft') || words.has('erc721') || words.has('erc') || words.has('erc20'))
      )
        return 'financial';
      if (verb === 'connect' && words.has('to') && !about.has('host') && !about.has('net')) return 'write';
      if (kinds.has('pay') && noun === 'subscription') return 'financial';
      if (verb === 'cancel' && (trades || some(words, paid) || words.has('bet'))) return 'financial';
      if (verb === 'cancel' && called.has(noun)) return 'destructive';
      return 'execute';
    case 'ui':
      if (verb === 'fill' && !kinds.has('ui') && !some(words, fields) && !parameters.has('selector')) return 'write';
      if (verb === 'type' && !kinds.has('ui') && !parameters.has('text') && words.size > 0) return 'read';
      if (verb === 'scroll' && words.has('through') && !kinds.has('ui')) return 'read';
      if (verb !== 'open') return 'execute';
      if (trades && ['position', 'trade', 'channel'].some((word) => words.has(word))) return 'financial';
      if (kinds.has('ui') || some(words, screens) || some(words, channels)) return 'execute';
      return some(words, barriers) ? 'access' : 'read';
    case 'delete':
      // A request of HTTP, not what it deletes.
      if (kinds.has('ui') && isProduct(noun)) return 'execute';
      if (verb === 'drop' && (words.has('drag') || kinds.has('ui'))) return 'execute';
      if ((verb === 'reset' || verb.startsWith('сброс')) && namesASecret(phrase)) return 'access';
      if (verb === 'void' && (kinds.has('pay') || some(words, paid))) return 'financial';
      if (
        (verb === 'remove' || verb === 'cut' || verb === 'erase') &&
        (pictured.has(noun) || (clips.has(noun) && kinds.has('media'))) &&
        !words.has('from') &&
        !parameters.has('id')
      )
        return 'write';
      if ((verb === 'clean' || verb === 'strip') && texts.has(noun)) return some(parameters, files) ? 'write' : 'read';
      return words.has('liquidity') || words.has('fund') ? 'financial' : 'destructive';
    case 'revoke':
      if (verb === 'kick' && some(words, batches)) return 'execute';
      if ((userStates.has(verb) || verb === 'timeout') && (people.has(noun) || noun === 'signin' || noun === 'auth'))
        return 'access';
      if (verb === 'block' && words.has('auth')) return 'access';
      return verb === 'logout' || verb === 'signout' ? 'access' : 'destructive';
    case 'grant':
      if (verb === 'invite' && gatherings.has(noun)) return 'communicate';
      if (verb === 'share' && kinds.has('social') && shared.has(noun)) return 'communicate';
      if (verb === 'sign' && (words.has('transaction') || words.has('tx') || words.has('txn'))) return 'financial';
      return 'access';
    case 'pay':
      if (verb === 'mint' && !trades && namesASecret(phrase)) return 'access';
      if (verb === 'wire' && !asset && !parameters.has('amount')) return 'write';
      if (verb === 'swap' && !trades && !asset) return 'write';
      if (verb === 'delegate' && !trades) return 'write';
      if (verb === 'short' && !trades && !asset) return 'read';
      if (verb === 'place' && (some(words, trade) || trades)) return 'financial';
      if (verb === 'place') return noun === 'call' ? 'communicate' : 'write';
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

/** Whether hosts are looked into over the network: `scan_ports`, `test_default_credentials` of a `url`. */
function probesHosts({ verb, words, parameters, kinds }: Phrase): boolean {
  if (kinds.has('data') || words.has('result') || words.has('status')) return false;
  if (verb === 'scan' && (words.has('port') || words.has('network') || words.has('subnet'))) return true;
  return probes.has(verb) && some(words, probed) && some(parameters, targets);
}
