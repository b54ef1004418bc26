/**
 * What English verbs do, as tool names and descriptions use them: base forms only (`word-forms.ts` knows the others),
 * each in one group.
 */
export const verbGroups = {
  /** Hands out what is there. */
  look: `get list search find fetch read show view describe query retrieve lookup look browse count check inspect
    explain see display peek discover explore whoami locate identify enumerate preview monitor watch observe poll diff
    ls cat head tail grep select load obtain gather collect return seek trace scan help expect assert know
    review examine investigate scrape map geocode resolve autocomplete ping is has can exists contains audit iterate
    paginate traverse match enrich screenshot capture snapshot dump print echo tell report aggregate survey introspect
    recall expand highlight visualize info hello greet research conduct what who how which when where glob stat provide status details
    wait summarize summarise overview stats history compare trending latest hget hgetall hexists lrange llen zrange smembers xrange reveal dbsize inquire enquire probe export`,
  /** Works something out from what it is given. */
  compute: `calculate calc convert encode decode encrypt decrypt hash format parse validate verify analyze
    analyse translate estimate solve sort filter tokenize detect classify extract recommend suggest rank score render
    plot draw think reason predict simulate forecast diagnose evaluate optimize optimise lint sum subtract
    multiply divide round floor ceil mean median sqrt modulo prettify minify stringify normalize normalise transcribe
    recognize recognise assess measure decompile disassemble decompose reflect critique lemmatize split transform
    derive differentiate factor roll shuffle randomize pick guess choose weigh correlate interpolate infer geolocate
    paraphrase proofread shorten abbreviate spell demangle minimize rerank anonymize redact unzip zip compress decompress benchmark
    interpret sequentialthinking sequentialthinkings deduce crop blend reverse rephrase distill censor standardize canonicalize`,
  generate: `generate gen synthesize synthesise imagine compose produce design craft outline codegen regenerate upscale deblur colorize inpaint outpaint animate`,
  ask: `ask chat prompt consult converse answer brainstorm`,
  download: `download`,
  /** Makes something that was not there. */
  create: `create add insert new make build construct append prepend introduce establish define declare instantiate
    clone fork duplicate copy replicate submit ingest index upsert populate seed init initialize initialise setup
    draft book reserve schedule plan nest register enqueue provision bootstrap prepare scaffold log record
    attach put request ensure equip sadd zadd hset lpush rpush xadd hmset setex mset allocate acquire`,
  /** Changes something so that it can be put back. */
  update: `update set edit modify change rename patch alter adjust correct replace move reorder customize configure
    config assign unassign reassign associate disassociate link unlink relate detach categorize reopen lock unlock
    unban unblock enable disable activate deactivate toggle switch sync synchronize refresh rotate apply group ungroup arrange
    promote demote claim finalize postpone extend renew increment decrement incr decr override bind unbind reload
    restore rollback revert undo redo recover undelete untrash rebase commit checkout stash amend squash cherrypick
    migrate upgrade downgrade backfill bump fix repair heal refactor localize mute unmute hide unhide handle process
    manage administer transition advance increase decrease adapt prioritize join leave enroll unenroll learn train
    finetune import tune close complete finish rewrite push unpublish stage unstage resize
    organize reposition align flip approve reject decline deny protect unprotect immutability track
    reprioritize discard_changes pull archive unarchive trim clip merge vacuum lset ltrim confirm accept integrate reprocess enforce isolate restrict recalculate hand offboard onboard taint untaint suppress unsuppress issue expose emulate revise rekey refine
    contribute resubscribe exclude require resign raise`,
  /** Changes what nobody would miss: marks, stars, moods of a player. */
  light: `mark tag untag label unlabel annotate pin unpin star unstar favorite unfavorite favourite unfavourite like
    follow unfollow upvote downvote vote unvote bookmark react rate flag unflag snooze acknowledge ack dismiss skip
    rsvp clock silence play next previous rewind queue unqueue subscribe unsubscribe remember memorize memo`,
  save: `save write store persist backup overwrite touch mkdir cache`,
  upload: `upload`,
  /** Lets content out to people. */
  send: `send reply respond notify broadcast forward email mail message tweet retweet repost announce publish transmit distribute originate disseminate
    text whisper post comment publicize say speak emit crosspost toot escalate contact`,
  /** Runs what the caller hands over, or sets a job going. */
  run: `run execute exec eval invoke trigger launch dispatch call rerun retry perform action automate orchestrate act
    do compile rerequest redeliver retrigger replay shell bash inject spawn crawl fuzz brute test exploit attack nmap`,
  /** Starts, stops and steps hosts, jobs and sessions. */
  control: `start stop restart reboot shutdown boot suspend terminate kill abort pause halt cancel deploy redeploy
    undeploy scale power wake sleep hibernate turn connect disconnect step continue resume install failover drain cordon
    uncordon interrupt rebuild control initiate commence quit exit unload mount unmount tunnel listen serve rollout dial reconnect end containerize rescue takeoff`,
  /** Drives a screen. */
  ui: `click hover scroll press type tap swipe drag fill navigate goto doubleclick dblclick rightclick keypress focus
    blur maximise maximize interact hotkey keydown keyup pinch zoom back go goback open visit`,
  delete: `delete remove drop purge clear destroy wipe reset erase truncate flush uninstall trash del rm prune discard
    empty unset clean cleanup expunge unregister deregister delist rmdir obliterate nuke decommission evict forget
    dispose disband dissolve void cut shred rescind unassociate unlike unreact unrepost unretweet unheart srem zrem hdel lrem xdel zremrangebyscore lpop rpop spop zpopmin recycle
    zeroize undefine flushall flushdb`,
  revoke: `revoke invalidate expire ban kick block deauthorize unauthorize deprovision retract uninvite
    unshare blacklist logout signout timeout`,
  grant: `grant authorize authorise authenticate login signin auth invite share permit allow impersonate signup sign elevate
    whitelist allowlist presign assume sudo reauthenticate`,
  pay: `pay order award reward sponsor buy sell purchase refund charge swap stake unstake mint burn trade bet place deposit withdraw donate tip redeem
    settle liquidate borrow lend repay bridge wager bid airdrop reimburse payout remit undelegate delegate rebalance
    short hedge spend fund snipe zap exercise debit wire`,
  transfer: `transfer`,
} as const;

/** A group of verbs. */
export type Act = keyof typeof verbGroups;

/**
 * Words of the groups above that are as often nouns: they count as the verb at the start of a name, or at its end when
 * nothing else in it is one.
 */
export const nounsToo: ReadonlySet<string> = new Set(
  `list query search check view show report audit map trace track scan help review match screenshot capture snapshot
  dump print info status details stats history overview trending latest head tail poll diff cat stat export is has can
  what who how which when where load count log record index draft book schedule plan new copy fork clone link group lock
  switch patch change update merge push commit stash stage process handle import label tag star mark pin flag vote rate
  like queue play next previous store cache archive backup email mail message comment post text tweet share contact
  action call trigger shell bash exploit attack run do act install start stop step power type press tap drag focus back
  open zoom cut void trash block ban trade bet swap bridge bid tip short stake charge refund deposit purchase pay
  transfer prompt chat answer sort filter score rank rate round floor mean median estimate forecast format hash think
  design outline set config fix bump deploy build test put expand highlight compare complete auth login allow invite
  approve reset empty clean delegate wait summary preview monitor watch expect ping echo hello download upload subscribe
  serve listen factor split roll pick plot transform spell memo follow close finish silence allowlist wire train wake sleep dial boot mount exit
  quit mint burn short spend fund exercise debit resume register sign accept visit track issue end timeout exclude require replay rescue adjust rollout pull stage request go control place survey order research award reward`
    .trim()
    .split(/\s+/),
);

/** Words that stand before the verb that counts: `execute_delete_pages`, `batch_get_records`, `force_push`. */
/** Words that close a name as nouns: `annotated_message`, `git_log`, `swap_quote`. */
export const closingNouns: ReadonlySet<string> = new Set(
  `message comment email mail contact text call block trade bet rate log record tag label plan report book draft mark
  star schedule stage store cache change charge refund deposit tweet vote map trace load rank score round median mean
  hash design outline config bid tip stake bridge action attack shell bash power memo trash chat answer prompt type
  focus back train factor ban step order track test build plot pick guess guidance request control place swap survey view register award reward`
    .trim()
    .split(/\s+/),
);

export const wrappers: ReadonlySet<string> = new Set(
  `execute run confirm force bulk batch perform do request start initiate finalize finalise submit try async auto smart
  multi mass multiple trigger safe quick quickly direct directly api tool mcp prepare hard soft schedule dry begin
  process handle then now please must will may should just only simply use`
    .trim()
    .split(/\s+/),
);

/** Verbs that say that something is done and not what: a description may say. */
export const vagueVerbs: ReadonlySet<string> = new Set(
  'manage handle process interact administer perform do action act use operate work control'.split(' '),
);
