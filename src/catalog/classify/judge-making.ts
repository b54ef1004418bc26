import type { Category } from './category.ts';
import { empowers, namesASecret, type Phrase, some } from './phrase.ts';
import {
  annexes,
  batches,
  bookings,
  builds,
  digitLocks,
  jobs,
  letIn,
  messages,
  numbers,
  paid,
  queries,
  replies,
  reworded,
} from './phrases.lexicon.ts';

/** What a verb that makes something comes to, by what is made. */
export function made(phrase: Phrase, trades: boolean): Category {
  const { verb, about, words, noun, kinds, parameters } = phrase;
  if (words.has('deletion') || words.has('removal')) return 'destructive';
  if (verb === 'register' && noun === 'domain') return 'financial';
  if (kinds.has('pay') && words.has('transaction') && (verb === 'initialize' || verb === 'initiate'))
    return 'financial';
  if (kinds.has('forensic') && noun === 'comment') return 'write';
  if (kinds.has('ui') && verb === 'put' && parameters.has('url')) return 'execute';
  if ((verb === 'add' || verb === 'log') && isSum(phrase)) return 'read';
  if (verb === 'request' && parameters.has('url')) return 'execute';
  if (verb === 'request' && words.has('email') && words.has('change')) return 'access';
  if ((verb === 'book' || verb === 'reserve') && bookings.has(noun)) return 'financial';
  if (kinds.has('chain') && (noun === 'account' || noun === 'wallet' || noun === 'keypair')) return 'access';
  if (noun === 'issue' && verb === 'draft') return 'write';
  if (replies.has(noun) && verb === 'create' && !kinds.has('index') && !kinds.has('database')) return 'read';
  if (reworded.has(noun) && verb === 'create' && (kinds.has('llm') || kinds.has('compute'))) return 'read';
  if (namesASecret(phrase) || (noun === 'code' && some(words, digitLocks)) || (words.has('key') && some(words, letIn)))
    return 'access';
  if (verb === 'submit' && some(words, batches)) return 'execute';
  if ((words.has('execute') || words.has('run')) && words.has('cell')) return 'execute';
  if (words.has('public') && (words.has('paste') || words.has('gist'))) return 'communicate';
  if (
    noun === 'invoice' ||
    (noun === 'draft' && words.has('invoice')) ||
    (noun === 'bounty' && parameters.has('amount'))
  )
    return 'financial';
  // What only stands beside a payment or an order moves nothing.
  if (annexes.has(noun)) return noun === 'comment' || noun === 'reply' ? 'communicate' : 'write';
  if (noun === 'order' && !kinds.has('crm') && !['work', 'transfer', 'sort', 'sales'].some((word) => words.has(word)))
    return 'financial';
  if (noun === 'subscription' && parameters.has('price')) return 'financial';
  if (noun === 'call' && (parameters.has('phone') || words.has('phone'))) return 'communicate';
  if (noun === 'payment' || noun === 'payout' || (about.has('money') && !kinds.has('crm'))) return 'financial';
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
  if (noun === 'post' && words.has('blog')) return 'write';
  if (messages.has(noun) || words.has('comment') || words.has('tweet')) return 'communicate';
  if (kinds.has('ui') && (noun === 'session' || noun === 'page' || words.has('tab') || words.has('window')))
    return 'execute';
  if (noun === 'sandbox') return 'execute';
  return 'write';
}

/** Whether two numbers are added: what is called `add` and takes `a` and `b` changes nothing. */
function isSum({ words, parameters }: Phrase): boolean {
  if (words.has('number') || words.has('integer') || words.has('float') || words.has('matrix')) return true;
  if (parameters.size < 2) return false;
  for (const word of parameters) if (!numbers.has(word)) return false;
  return true;
}
