import { isKnownNoun } from './domains.ts';
import { isPlainVerb, verbOf } from './word-forms.ts';

/**
 * The words of a name in any casing: `deleteUser`, `DELETE_USER`, `delete-user`, `admin.user.delete`, `deleteuser`.
 *
 * @param name what `visibleText` made of the name
 * @returns lower-case words, in order
 */
export function nameWords(name: string): string[] {
  const words: string[] = [];
  for (const part of name.split(/[^\p{L}\p{N}]+/u)) {
    if (part === '') continue;
    const spaced = part
      .replace(/(\p{Ll}|\p{N})(\p{Lu})/gu, '$1 $2')
      .replace(/(\p{Lu}+)(\p{Lu}\p{Ll})/gu, '$1 $2')
      .replace(/(\p{L})(\p{N}{3,})/gu, '$1 $2');
    for (const piece of spaced.split(' ')) words.push(...unglued(piece.toLowerCase()));
  }
  // Alone it subtracts.
  return phrasal(
    words.map((word) => (words.length === 1 && word === 'sub' ? word : (abbreviations.get(word) ?? word))),
  );
}

/** What programmers write short. */
const abbreviations =
  mapOf(`msg=message msgs=messages pub=publish upd=update cfg=config pwd=password creds=credentials acct=account
  txn=transaction addr=address notif=notification mgmt=management del=delete rm=rm usr=user grp=group perms=permissions
  perm=permission svc=service vars=variables var=variable img=image vid=video docs=documents sub=subscribe
  sched=schedule repos=repositories stmt=statement proc=process inst=instance cert=certificate certs=certificates cust=customer
  emp=employee appt=appointment mtg=meeting inv=invoice qry=query tbl=table idx=index pkg=package`);
/** Verbs of two words, made one. */
const phrasals =
  mapOf(`roll_back=rollback go_live=golive take_down=takedown shut_down=shutdown log_in=login sign_in=signin log_out=logout
  sign_out=signout sign_up=signup check_in=checkin top_up=topup cash_out=cashout break_glass=breakglass set_up=setup
  opt_in=subscribe opt_out=unsubscribe factory_reset=obliterate hand_over=assign power_cycle=powercycle power_off=poweroff
  power_on=poweron turn_on=turn turn_off=turn call_off=cancel sign_off=signoff write_off=void follow_up=remind send_keys=sendkeys
  port_forward=portforward de_baja=eliminar de_alta=crear look_up=lookup clean_up=cleanup tear_down=teardown spin_up=launch kick_off=launch switch_off=turn
  back_up=backup fill_in=fill roll_out=rollout pay_out=payout charge_back=chargeback pull_request=pr merge_request=mr
  cherry_pick=cherrypick fail_over=failover fail_back=failback switch_over=switchover drop_off=deliver carry_out=perform
  write_down=jot hang_up=hangup sign_over=transfer lock_down=lockdown lock_out=lockout log_off=logoff kick_out=kick
  let_in=allow buzz_in=unlock hand_in=submit turn_in=submit give_away=donate pay_off=repay pay_back=repay buy_back=buy
  sell_off=sell cut_off=disable shut_off=shutdown set_off=trigger wipe_out=wipe dry_run=dryrun fast_forward=fastforward
  double_click=doubleclick right_click=rightclick long_press=longpress key_press=keypress clock_in=clock clock_out=clock
  wind_down=shutdown phase_out=decommission carry_over=carry cross_off=complete call_back=callback read_out=read
  throw_away=discard send_back=return put_back=restore take_over=assume act_as=impersonate hook_up=connect plug_in=connect`);

function mapOf(text: string): ReadonlyMap<string, string> {
  return new Map(
    text
      .trim()
      .split(/\s+/)
      .map((entry) => entry.split('='))
      .map(([from = '', to = '']) => [from, to]),
  );
}

function phrasal(words: readonly string[]): string[] {
  const joined: string[] = [];
  for (let at = 0; at < words.length; at++) {
    const one = phrasals.get(`${words[at] ?? ''}_${words[at + 1] ?? ''}`);
    joined.push(one ?? words[at] ?? '');
    if (one !== undefined) at += 1;
  }
  return joined;
}

/** Short verbs at the end of what is glued together: `useradd`. */
const short = new Set(['add', 'del', 'get', 'set']);
const gluedVerbs =
  /^(get|list|search|find|fetch|read|create|add|update|delete|remove|send|set|make|write|edit|modify|execute|run|upload|download|publish|reply|post|transfer|withdraw|deposit|purchase|cancel|start|stop|restart|reset|revoke|grant|invite|check|query|generate|retrieve|describe|show)(?=\p{L}{3})/u;

/** Splits `deleteuser` where both halves are words of ours; leaves everything else alone. */
function unglued(word: string): string[] {
  const job = /^(\p{L}{4,})(jobs?)$/u.exec(word);
  if (job !== null) return job.slice(1);
  const both = /^(create|add|insert)(or)(update|replace)$/.exec(word);
  if (both !== null) return both.slice(1);
  if (word.length < 7 || verbOf(word) !== undefined || isKnownNoun(word)) return [word];
  const verb = gluedVerbs.exec(word)?.[0];
  if (verb !== undefined) {
    const rest = word.slice(verb.length);
    if (known(rest) || ((verb === 'get' || verb === 'list') && rest.length > 4)) return [verb, rest];
    for (let end = 3; end <= rest.length - 3; end++) {
      if (known(rest.slice(0, end)) && known(rest.slice(end))) return [verb, rest.slice(0, end), rest.slice(end)];
    }
  }
  for (let start = 3; start <= word.length - 3; start++) {
    const end = word.slice(start);
    if (isKnownNoun(word.slice(0, start)) && isPlainVerb(end) && (end.length > 3 || short.has(end))) {
      return [word.slice(0, start), end];
    }
  }
  return [word];
}

function known(word: string): boolean {
  return isKnownNoun(word) || isPlainVerb(word);
}
