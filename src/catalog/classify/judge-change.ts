import type { Category } from './category.ts';
import { empowers, type Phrase, some } from './phrase.ts';
import { advertised, barriers, limbs, parcels, planners, pointsBack, restored, texts } from './phrases.lexicon.ts';

/** What a verb that changes something comes to, by what is changed. */
export function changed(phrase: Phrase, trades: boolean): Category {
  const { verb, about, words, noun, kinds, parameters } = phrase;
  if (verb === 'approve' && (kinds.has('chain') || about.has('asset'))) return 'financial';
  if (verb === 'track' && (some(words, parcels) || kinds.has('data'))) return 'read';
  if (
    ['process', 'handle', 'complete', 'approve', 'confirm'].includes(verb) &&
    (words.has('payment') || words.has('refund') || words.has('payout'))
  )
    return 'financial';
  // What was there since is gone: a backup is put over the whole of it.
  if (verb === 'restore' && restored.has(noun)) return 'destructive';
  if (verb === 'suppress' && (about.has('private') || about.has('user'))) return 'destructive';
  if ((verb === 'disable' || verb === 'deactivate') && kinds.has('pay') && noun === 'card') return 'destructive';
  if ((verb === 'unfavorite' || verb === 'unfavourite') && (noun === 'tweet' || noun === 'post')) return 'destructive';
  if (verb === 'push' && words.has('force')) return 'destructive';
  if ((verb === 'rollback' || verb === 'revert') && some(words, pointsBack)) return 'destructive';
  if (verb === 'unpublish' && (noun === 'package' || noun === 'version' || (noun === '' && parameters.has('package'))))
    return 'destructive';
  if (verb === 'apply' && some(words, planners)) return 'execute';
  if (verb === 'renew' && noun === 'domain') return 'financial';
  if (noun === 'link' && (words.has('recovery') || words.has('magic'))) return 'access';
  if (verb === 'push' && words.size === 0 && parameters.has('message') && parameters.has('title')) return 'communicate';
  if (verb === 'checkout' && (words.has('cart') || parameters.has('cart'))) return 'financial';
  if (noun === 'budget' && some(words, advertised)) return 'financial';
  if (verb === 'move' && some(words, limbs)) return 'execute';
  if (verb === 'unlock' && some(words, barriers)) return 'access';
  if (verb === 'issue' && kinds.has('chain')) return 'financial';
  if (verb === 'issue' && noun === 'certificate' && (parameters.has('csr') || parameters.has('ttl'))) return 'access';
  if (verb === 'finalize' && noun === 'invoice') return 'financial';
  if (['upgrade', 'downgrade', 'renew', 'extend'].includes(verb) && noun === 'subscription') return 'financial';
  if (verb === 'claim' && trades) return 'financial';
  if (verb === 'upgrade' && (words.has('chart') || words.has('release'))) return 'execute';
  if (verb === 'alter' && ['remove', 'drop', 'delete'].some((word) => words.has(word))) return 'destructive';
  if ((verb === 'promote' || verb === 'rollback') && words.has('deployment')) return 'execute';
  if (noun === 'migration' && (verb === 'apply' || verb === 'complete')) return 'execute';
  if (verb === 'accept' && words.has('transfer') && about.has('infra')) return 'access';
  if (verb === 'import' && kinds.has('chain') && words.has('wallet')) return 'access';
  if (verb === 'process' && (words.has('command') || words.has('script'))) return 'execute';
  if (verb === 'rewrite' && texts.has(noun)) return 'read';
  if (verb === 'move' && (words.has('mouse') || words.has('cursor') || words.has('pointer'))) return 'execute';
  if (verb === 'push' && (words.has('message') || words.has('notification') || words.has('sms'))) return 'communicate';
  if (
    ['close', 'modify', 'edit', 'replace', 'amend', 'change', 'update'].includes(verb) &&
    trades &&
    ['position', 'order', 'trade', 'sip', 'leverage'].some((word) => words.has(word))
  )
    return 'financial';
  if (['resize', 'close', 'switch', 'handle', 'refresh', 'reload'].includes(verb) && kinds.has('ui')) return 'execute';
  if (verb === 'archive' && kinds.has('crm') && noun !== 'conversation') return 'destructive';
  if (trades && (words.has('trading') || words.has('leverage') || words.has('margin'))) return 'financial';
  if ((verb === 'confirm' || verb === 'change') && words.has('email')) return 'access';
  if (kinds.has('identity') && (verb === 'configure' || verb === 'enable' || verb === 'disable')) return 'access';
  if (verb === 'enforce' || verb === 'offboard' || (verb === 'restrict' && !kinds.has('ui'))) return 'access';
  return empowers(phrase) ? 'access' : 'write';
}
