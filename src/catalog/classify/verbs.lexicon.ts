/**
 * What English verbs do, as tool names and descriptions use them: base forms only (`word-forms.ts` knows the others),
 * each in one class. A class is what its verbs have in common whatever they are done to; what they are done to decides
 * in `verdicts.table.ts`. Written class by class from general knowledge, synonyms and jargon of trades included.
 */
export const verbGroups = {
  /** Hands out what is there. */
  look: `enrich get list fetch read show view describe query retrieve lookup look browse inspect explain see display peek
    discover explore whoami locate identify enumerate preview monitor watch observe poll diff ls cat head tail grep
    select load obtain gather collect return seek trace expect assert know review examine investigate map geocode
    resolve autocomplete is has can exists contains iterate paginate traverse screenshot capture snapshot dump print
    echo tell report aggregate survey introspect recall expand highlight visualize visualise info hello greet conduct
    what who how which when where glob stat provide status details wait stats history trending latest hget hgetall
    hexists lrange llen zrange smembers xrange dbsize inquire enquire export tally research glance skim scry exhibit
    present surface unfold reread requery refetch interrogate scout study watchlist eavesdrop detail itemize itemise
    catalog catalogue overview whereis whatis dereference lsof ps df du top uptime netstat nslookup dig whois
    traceroute tracert ipconfig ifconfig mget hmget hkeys hvals hlen lindex sismember scard zscore zrank zcard zcount
    getrange strlen ttl pttl scrape ocr unread access hear sniff taste sense eye audit
    peruse perceive witness behold glimpse oversee supervise surveil tabulate recount demonstrate showcase portray depict characterize characterise elucidate clarify expound glean scour rummage forage unearth trawl pinpoint discern distinguish determine xref grok reflog shortlog lsusb lspci lsblk lsmod lscpu uname vmstat iostat mpstat dmesg journalctl readlink realpath getent printenv lastlog getfacl hexdump objdump readelf ldd exiftool mediainfo ffprobe binwalk mtr getall listall showall fetchall readall findall sinter sunion sdiff srandmember zrevrange zrangebyscore zrevrank bitcount pfcount geosearch geodist georadius xread xlen xpending xinfo lpos randomkey cite recite snoop unroll relist reshow lookback pslist pstree netscan filescan hivelist dlllist malfind acquaint deref spectate audition screenread readback watchfor await tailf peekat queryall scrutinize scrutinise sift `,
  /** Looks whether something is so: what it is about is not handed out. */
  check: `check verify validate count help search find ping match compare hint assess crosscheck doublecheck
    revalidate healthcheck contrast corroborate proof checksum preflight dryrun lint typecheck sanitycheck
    ascertain vet spellcheck
    recheck precheck prove disprove falsify substantiate selfcheck linkcheck factcheck grammarcheck stylecheck plagcheck cmp qualify readyz healthz livez intersect hasaccess caniuse exist peerreview crossvalidate`,
  /** Works something out from what it is given. */
  compute: `plan pack unpack calculate calc convert encode decode encrypt hash format parse analyze analyse translate estimate solve
    sort filter tokenize tokenise detect classify extract recommend suggest rank score render plot draw think reason
    predict simulate forecast diagnose evaluate optimize optimise sum subtract multiply divide round floor ceil mean
    median sqrt modulo prettify minify stringify normalize normalise transcribe recognize recognise measure decompile
    disassemble decompose reflect critique lemmatize split transform derive differentiate factor roll shuffle
    randomize randomise sub mul div markdownify pick guess choose weigh correlate interpolate infer geolocate paraphrase proofread shorten
    abbreviate spell demangle minimize rerank unzip zip compress decompress benchmark interpret sequentialthinking
    sequentialthinkings deduce crop blend reverse rephrase distill censor standardize standardise canonicalize
    beautify transpile lex compute reckon extrapolate quantify appraise valuate gauge judge
    cluster segment vectorize vectorise featurize regress project impute denoise smooth resample invert transpose
    quantize dequantize binarize rasterize serialize serialise deserialize deserialise marshal unmarshal escape
    unescape slugify pluralize singularize capitalize lowercase uppercase pad romanize transliterate gloss conjugate
    rhyme linearize triangulate tessellate decimate remesh deconvolve debate ponder contemplate rationalize
    deliberate theorize hypothesize speculate summarize summarise condense abridge digest synopsize recap 
    dice coinflip prettyprint pretty unminify deobfuscate obfuscate
    approximate assay bucketize collate crunch crosstab deconstruct delineate denormalize denormalise detrend dewarp dilate discretize discretise dissect downsample upsample elaborate equate erode envision explicate exponentiate factorize factorise flatten foresee guesstimate hexlify humanize humanise hypothesise jsonify lemmatise linearise minmax negate orthogonalize parameterize parametrize permute perturb pixelate postprocess preprocess quantise rationalise reconstruct reformulate reify reproject restate rot13 sanitize sanitise strategize strategise subdivide syllabify toposort transcode transmute typeset urlencode urldecode verbalize verbalise voxelize winnow xor binarise chunk dedent troubleshoot tldr eli5 precompute recompute unscramble symbolicate demux remux autocorrect nowcast backcast ensemble ablate regularize tabularize anagram sentimentanalyze dehaze deskew debayer despeckle posterize solarize vignette stipple`,
  generate: `generate gen synthesize synthesise imagine compose design craft outline codegen upscale deblur
    colorize inpaint outpaint animate sketch storyboard dub narrate lipsync voiceover restyle stylize illustrate
    paint mock stub fabricate concoct devise invent ideate improvise sculpt brainstorm
    hallucinate envisage doodle faceswap txt2img img2img txt2vid img2vid text2speech text2image uncrop relight reimagine redesign autogenerate copywrite ghostwrite templatize templatise autocaption rotoscope beatbox jingle`,
  ask: `ask chat prompt consult converse answer quiz confer elicit chitchat talk
    interview question roleplay`,
  download: `download wget
    ytdlp snarf rip savefrom fetchfile getfile`,
  /** Hands out what was hidden. */
  disclose: `reveal unseal unwrap unmask uncover decrypt unredact disclose decipher declassify unveil divulge
    reidentify deanonymize detokenize
    uncloak uncensor decloak unencrypt showsecret showpassword crackhash`,
  /** Makes something that was not there. */
  create: `create add insert new make build construct append prepend introduce establish define declare instantiate
    clone fork duplicate copy replicate ingest index upsert populate seed init initialize initialise setup draft     provision bootstrap prepare scaffold record attach put ensure equip sadd zadd hset lpush rpush xadd hmset setex
    mset setnx hsetnx zincrby incr incrby hincrby allocate carve assemble jot log recreate reproduce
    mirror intern plant sow breed hatch incubate found institute erect embed nest enter enqueue  
    timetable materialize materialise commit stage checkpoint import preregister nominate propose
    request
    affix annex adjoin preallocate precreate preload prefill prepopulate reinsert incorporate inscribe enshrine formulate forge manufacture superimpose graft inaugurate instate conceive emplace interpose interject mknod mkfifo mkswap fallocate pfadd geoadd autocreate findorcreate getorcreate createorupdate postdate itemcreate microprovision onramp preseed codify instill cofound stockpile accrue transplant`,
  /** Changes something so that it can be put back. */
  update: `reconcile conclude grade update close hand expose require resign set edit modify change patch alter adjust correct move customize customise configure
    config assign unassign reassign associate disassociate link unlink relate detach toggle
    switch sync synchronize synchronise refresh apply finalize finalise postpone extend
    increment decrement decr override bind unbind reload undo redo undelete untrash uncancel rebase checkout stash
    amend squash cherrypick migrate backfill bump fix repair heal refactor localize localise mute unmute hide unhide
    advance increase decrease adapt join leave learn finetune tune complete finish push
    unpublish unstage resize pull trim clip
    vacuum lset ltrim integrate reprocess recalculate taint untaint emulate revise refine contribute exclude include
    raise lower reduce respecify reschedule rebook defer delay rollover shift slide nudge tweak rectify emend recast
    reword rework redraft overhaul modernize modernise improve enhance augment supplement complement widen
    narrow broaden grow shrink reallocate redistribute reindex reconfigure     relocate reparent rehome rehost resequence restructure reshape remap repoint redirect reroute
     relink rewire retarget default tailor personalize personalise reskin wrap
    demarcate delimit compensate offset consolidate combine unify coalesce concatenate concat splice interleave weave
    stitch compact defragment defrag reanalyze hold unhold pend park shelve unshelve untable sideline thaw
    triage deescalate reopen rehydrate hydrate warm prefetch prime checkin handover carry feed adopt retouch
    photoshop watermark caption subtitle tare equalize equalise fade crossfade mix remix
    master juggle flick renumber fulfill fulfil handle process manage administer transition train suppress
    unsuppress cap limit throttle unthrottle restock replenish refill reslot intake ship receive putaway stow unstow     palletize stocktake consume scrap backorder substitute admit prescribe refer dose immunize vaccinate
    enact redline harvest water fertilize graze
    acclimate accentuate affiliate allot alleviate ameliorate amplify anchor attenuate attune bolster burnish calibrate cleanse coerce commute conceal conflate conform constrain contextualize coordinate dampen darken debias decouple deepen deform defocus degrade delink deprioritize deprioritise desaturate detune diffuse dilute diminish disengage dislodge displace distort diverge diversify divert downscale downsize elongate embellish emboss enclose enlarge enliven entangle expedite fasten formalize halve handoff harden harmonize harmonise heighten hone implement impair infill infuse insulate intensify interlace interlink interlock intersperse juxtapose keyframe laminate lengthen lighten loosen magnify mend mitigate mobilize mobilise morph multiplex mutate neutralize neutralise normalizeinplace obscure outfit overlay overclock overlap parallelize polish prorate quicken readdress readjust realign reapply reapportion reassemble reassess rebrand recalibrate recenter recode recombine recompose recondition recut redecorate redevelop reencode reengage refit reflow reform refurbish regroup reimport reinforce rejig relax remake remaster remedy remodel renegotiate renovate reorient repack repackage replan replumb repopulate reprice reprogram repurpose rescale reseed reshuffle resurface resynchronize retool retrofit revamp revitalize rezone saturate sharpen simplify situate skew slacken soften solidify specialize stabilise stabilize stagger steepen stiffen straighten streamline strengthen stretch subordinate subsume supersize symlink taper temper tether thicken tighten toughen transfigure treat unblur unlearn unpark upcycle uplift upskill vary warp weaken whiten winterize xack setbit setrange bisect autosort autofix fixall lintfix writethrough denote designate deem ration retype reclaim stipulate standardizeinplace rehash shortlist longlist waitlist graduate suture discharge intubate titrate rinse wean palpate recategorise outsource insource crossdock depalletize consign deconsolidate relot requalify recertify backdate misfile repot mulch till tarmac`,
  /** Puts things in order, and changes nothing of what they are. */
  arrange: `categorize categorise reorder rename archive unarchive group ungroup arrange prioritize prioritise reprioritize relabel retag reclassify recategorize retitle resort reposition align flip rearrange organize organise indent outdent
    alphabetize alphabetise tidy reshelve colocate`,
  /** Puts something over what was there. */
  overwrite: `overwrite replace rewrite supersede clobber
    supplant forcewrite overprint`,
  /** Brings an earlier state back. */
  restore: `restore rollback revert recover pitr reinstate resurrect revive salvage failback
    resuscitate undrop unbin unerase unpurge reawaken reconstitute backtrack bringback`,
  /** Makes one of several. */
  merge: `merge dedupe deduplicate dedup unduplicate
    amalgamate automerge fuse`,
  /** Changes what nobody would miss: marks, stars, moods of a player. */
  light: `boost mark tag untag label unlabel annotate pin unpin star unstar favorite favourite like
    follow unfollow upvote downvote vote unvote bookmark unbookmark react rate flag unflag snooze unsnooze
    acknowledge ack dismiss skip rsvp clock silence play next previous rewind queue unqueue remember memorize memo
    unacknowledge nack thumbsup thumbsdown endorse heart kudos clap applaud cheer checkmark tick untick uncheck
    readlater underline unwatch track untrack punch stamp timestamp fastforward loop repeat dim brighten tint recolor
    recolour decorate
    earmark fav unfav markread markunread sticky unsticky hush shush highfive downrank upweight wave wink`,
  save: `save write store persist backup touch mkdir cache memoize spool hoard keep retain preserve
    autosave saveas writeback fsync writefile imprint memorialize`,
  upload: `upload sideload
    reupload scp rsync putfile`,
  /** Lets content out to people. */
  send: `send escalate reply respond notify broadcast forward email mail message tweet retweet repost announce transmit
    distribute disseminate text post comment publicize publicise say speak emit crosspost toot skeet contact
    dm remind alert inform advise warn apprise brief circulate deliver relay resend mailmerge fax telegram
    telegraph cable buzz hail yell shout chirp blast spam pitch appeal petition rebut retort reblog reshare
    syndicate proclaim herald advertise newsletter mailshot leaflet pamphlet canvass solicit complain
    testify tipoff correspond signpost thank congratulate condole apologize apologise livestream premiere
    simulcast podcast vlog blog microblog outreach dunning dun intercom mention cc bcc
    communicate courier coldemail fwd impart implore lobby narrowcast nag persuade plead preach promulgate prod remark reprimand retransmit shoutout evangelize evangelise urge utter forewarn caution confide commend compliment commiserate counsel enlighten entreat exhort familiarize handwrite profess massmail multicast mailout mailblast autoreply autorespond replyall winback upsell crosssell engage nurture negotiate discuss hype tease invoicesend quip scold taunt heckle berate jeer opine parley rebuke remonstrate renotify reannounce blurt serenade propagandize dmall atmention paging pageout textall tellall`,
  /** Makes content public. */
  publish: `produce publish release unembargo golive
    republish autopublish debut opensource `,
  /** Calls a person. */
  call: `dial phone telephone originate ringback callback redial coldcall voicecall videocall ring
    dialout autodial robocall facetime callout bargein barge`,
  /** Brings people in. */
  invite: `invite summon convene beckon
    reinvite rally muster convoke headhunt entice`,
  /** Runs what the caller hands over, or sets a job going. */
  run: `masscan nuclei sqlmap hydra gobuster ffuf nikto wpscan hashcat john msfconsole run execute exec eval invoke trigger launch dispatch call rerun retry perform action automate orchestrate act
    do compile rerequest redeliver retrigger replay shell bash inject spawn crawl brute exploit attack nmap runscript
    evalscript repl cron backtest kickoff kickstart fire resubmit recompile ffmpeg cascade autopilot syscall
    hook poke jailbreak pivot phish spoof flood ddos mitm
    autorun autoexec npx uvx popen subprocess xargs hijack pwn privesc kerberoast exfiltrate exfil mimikatz msfvenom crosscompile hotreload tinker instigate evoke smuggle dirsearch feroxbuster subfinder amass theharvester sublist3r whatweb wafw00f sslscan testssl nbtscan enum4linux smbmap smbclient crackmapexec netdiscover arpscan synscan udpscan droopescan joomscan commix xsstrike dalfox snmpwalk bettercap tshark tcpdump aircrack airodump aireplay reaver wifite strace ltrace perftrace ptrace fuzzrun relaunchjob rebuildall transact fulfilljob remoteexec runcmd runcommand runcode runsql execsql execcmd exfilt runall batchrun rundown sideeffect loadgen benchmarkrun perfrun`,
  /** Starts, stops and steps hosts, jobs and sessions. */
  control: `up down start stop restart reboot shutdown boot terminate kill abort pause halt deploy redeploy undeploy scale
    hangup power wake sleep hibernate turn step continue resume install failover drain cordon uncordon interrupt rebuild
    control initiate commence quit exit unload mount unmount serve rollout end containerize rescue reinstall startup
    bringup spindown spinup poweron poweroff powercycle cycle bounce hup sighup preempt hotplug vmotion quiesce
    unquiesce stun unstun switchover canary upgrade downgrade autoscale rollforward hotfix flash reflash reimage
    netboot pxe kexec begin debug breakpoint singlestep eject insmod rmmod modprobe systemctl cronjob unpause
    awaken bootup cease coldboot cutover daemonize evacuate hotswap jumpstart killall pkill livemigrate renice powerup powerdown prestart relaunch remount respawn scaledown scaleup scaleout scalein sigkill sigterm standby stopall startall swapoff swapon taskkill vacate wakeonlan wol warmup reignite repower stall idle restartall preboot switchback swapslot promotecanary redrive drainoff quench rampup rampdown ramp shed loadshed throttleup descale`,
  /** Opens a connection, which stays open to what is on the other side. */
  connect: `connect disconnect reconnect tunnel listen netcat telnet ssh sftp ftp socket handshake portforward
    websocket pair unpair
    rdp vnc sshinto dialin interconnect linkup ngrok rlogin rsh mosh autossh proxychains `,
  /** Knocks at other people's doors to see whether they open. */
  probe: `probe scan test fuzz sweep grab pentest portscan bruteforce spider wardrive fingerprint recon
    loadtest crack dirbust overflow`,
  /** Drives a screen. */
  ui: `click hover scroll press type tap swipe drag fill navigate goto doubleclick dblclick rightclick keypress focus
    blur maximise maximize minimise interact hotkey keydown keyup pinch zoom back go goback open visit longpress
    mousedown mouseup mousemove dragdrop middleclick sendkeys goforward fullscreen unmaximize
    alttab backspace clickat clickon contextclick copypaste doubletap keystroke leftclick longtap mouseclick pagedown pageup presskey reloadpage scrolldown scrollup scrollto sendkey shiftclick singleclick tapon typeinto typetext zoomin zoomout autofill`,
  /** Moves a machine in the world. */
  drive: `blink takeoff land fly jump crouch sprint jog homing steer accelerate brake dock undock grip ungrip grasp ungrasp clamp unclamp weld
    drill mill lathe extrude actuate energize energise deenergize trip arm disarm detonate ignite extinguish irrigate
    dispense pump aspirate pipette vent pressurize depressurize inflate deflate rtl loiter orbit estop honk crank
    moveto movej movel servo teleoperate walk patrol rev tow lift hoist curtail defrost preheat
    ascend chill cool decelerate deorbit descend dive ferry glide grind gyrate heat lasercut maneuver manoeuvre oscillate perforate plough pour propel pulverize scoop shut slew spray sprinkle stir strafe swerve swivel teleop thrust tilt tumble unclasp uncouple veer vibrate winch yaw electrolyze humidify dehumidify aerate agitate degas sterilize sterilise anneal deice unplug embark moor unmoor hoover levitate nebulize pasteurize`,
  delete: `delete remove drop purge clear destroy erase truncate flush uninstall trash del rm prune discard empty
    unset clean cleanup expunge unregister deregister delist rmdir evict forget dispose disband dissolve void cut
    rescind unassociate unlike unreact unrepost unretweet unheart unfavorite unfavourite srem zrem hdel lrem xdel zremrangebyscore lpop rpop
    spop zpopmin recycle undefine eliminate gc sunset garbagecollect scrub strip deprovision retire decommission cull
    weed reap axe scratch strike exorcise unlist takedown teardown dismantle demolish raze bin chuck ditch jettison
    toss uncreate unmake deallocate free relinquish surrender abandon deplete exhaust trashcan binned unprovision
    desubscribe unfriend depublish anonymize anonymise redact pseudonymize xtrim getdel tombstone rmi rmtree rd
    unpersist invalidate uncache deaccession euthanize
    abolish deindex unindex depopulate despawn destruct efface excise extirpate incinerate emptytrash bulkdelete clearall dropall deleteall removeall purgeall nix quash rid ruin slaughter uproot unsend unsave unwrite vaporize vaporise wreck discontinue autodelete autopurge eraseall declutter deface expurgate userdel groupdel rmuser rmgroup dismember omit unstore vaporwipe decimateall unallocate unmap untie trashall purgeold flushdns `,
  /** Leaves nothing. */
  erase: `wipe obliterate nuke zeroize shred flushall flushdb annihilate eradicate exterminate degauss reformat
    repartition mkfs cryptoshred blackhole`,
  reset: `reset reinitialize reinitialise reinit factoryreset refactory zero
    restoredefaults zeroout hardreset reimageall`,
  /** Calls something off. */
  cancel: `cancel uncommit repeal nullify abrogate countermand
    annul unbook backout unschedule deschedule forgo`,
  /** Takes a right, a claim or a place back from somebody. */
  revoke: `deplatform revoke expire ban kick deauthorize deauthorise unauthorize retract uninvite unshare blacklist logout
    signout timeout unenroll expel banish bar oust disown disinherit unsign distrust untrust disqualify debar
    decertify unentitle takeaway logoff kickban softban
    shadowban disbar disenfranchise disenroll dispossess exile ostracize outlaw recant renounce repossess repudiate ungrant unlicense forceout degrant deprivilege unverify excommunicate unfollowall evictuser`,
  /** Shuts somebody or something out for a time, or lets it in again. */
  suspend: `latch unlatch unbolt suspend disable deactivate block lock freeze deny quarantine isolate restrict enforce ground blocklist
    denylist greylist sinkhole contain lockdown lockout deadbolt fence ringfence jail embargo impound enable activate
    reactivate unblock unban unlock unfreeze unsuspend reenable unquarantine unrestrict protect unprotect
    immutability promote demote claim bypass exempt waive pardon unjail trust vouch
    airgap barricade blockade clampdown confine detain disallow encumber forbid immobilize immobilise interdict lockup mothball padlock prohibit restrain seclude seize sequester unbar unpadlock shadowblock intercept`,
  grant: `grant authorize authorise authenticate login signin auth share permit allow signup sign presign whitelist
    allowlist reauthenticate entitle enfranchise deputize deputise empower onboard accredit certify credential sso
    reauthorize logon consent safelist cosign countersign notarize notarise esign
    accede adduser useradd usermod groupadd chmod chown chgrp setfacl icacls assent attest bless endow entrust federate franchise legitimize preauthorize makeadmin makepublic sharewith escalateprivileges impersonable delegateaccess`,
  /** Takes on the rights of another. */
  assume: `assume impersonate elevate sudo become masquerade runas setuid breakglass su
    doas switchuser loginas actas proxyas runuser`,
  /** Makes new what keeps others out. */
  rotate: `rotate rekey rollkey regenerate reroll
    resalt`,
  /** Takes people or things in. */
  enrol: `register enroll enrol enlist induct hire recruit appoint preenroll matriculate reenroll resubscribe
    subscribe unsubscribe
    optin optout unsubscribeall presubscribe`,
  /** Lets people go. */
  dismissal: `offboard layoff dehire furlough sack deboard exmatriculate
    retrench letgo `,
  /** Decides on what others have asked for. */
  decide: `approve accept reject decline confirm ratify signoff sanction greenlight okay ok veto overrule adjudicate
    arbitrate uphold overturn concede greenlit preapprove autoapprove moderate
    acquit adjudge affirm agree concur condemn decree disapprove dissent elect exonerate mediate penalize penalise punish rebuff refuse unapprove reconsider reapprove `,
  issue: `issue reissue`,
  /** Hands something in. */
  submit: `submit file lodge tender refile efile
    proffer handin presubmit`,
  /** Takes a thing or a time for somebody. */
  book: `book reserve schedule prebook rent lease charter unreserve
    overbook sublet carpool prereserve`,
  /** Buys what is to be had. */
  buy: `order buy purchase acquire procure preorder topup recharge overpay prepay outbid instabuy renew
    invest buyout bulkbuy splurge reinvest prebuy insure`,
  pay: `pay award reward sponsor refund charge airdrop reimburse payout remit disburse settle repay tip donate lend
    borrow debit wire invoice cashout cashin spend fund deposit withdraw underwrite bail ransom pledge
    crowdfund escrow autopay bankroll subsidize subsidise garnish levy fine tithe chargeback clawback amortize payday
    redeem zelle venmo pix bizum paynow sepa ach
    autocharge autodebit autobill bribe capitalise dole expend gift loan rebate recoup recompense remunerate payoff paydown payback surcharge overcharge indemnify writeoff writedown refinance billcustomer collectpayment dunningrun`,
  trade: `sell swap stake unstake mint burn trade bet place wager bid exchange liquidate rebalance short hedge snipe zap
    exercise bridge undelegate delegate leverage deleverage margin scalp arbitrage longbuy restake auction gamble
    punt ante bond unbond vest unvest
    barter collateralize divest hypothecate offload pawn resell securitize securitise shortsell unwind closeout zapin zapout yieldfarm counterbid overbid`,
  transfer: `supply transfer cede convey devolve bequeath
    repatriate`,
} as const;

/** A class of verbs. */
export type Act = keyof typeof verbGroups;

/**
 * Words of the classes above that are as often nouns: they count as the verb at the start of a name, or at its end when
 * nothing else in it is one.
 */
export const nounsToo: ReadonlySet<string> = new Set(
  `up down dm compute grade report latch footprint list query search check view show report audit map trace track scan help review match screenshot capture snapshot
  dump print info status details stats history overview trending latest head tail poll diff cat stat export is has can
  what who how which when where load count log record index draft book schedule plan new copy fork clone link group lock
  switch patch change update push commit stash stage process handle import label tag star mark pin flag vote rate
  like queue play next previous store cache archive backup email mail message comment post text tweet share contact
  action call trigger shell bash exploit attack run do act install start stop step power type press tap drag focus back
  open zoom cut void trash block ban trade bet swap bridge bid tip short stake charge refund deposit purchase pay
  transfer prompt chat answer sort filter score rank round floor mean median estimate forecast format hash think
  design outline set config fix bump deploy build test put expand highlight compare complete auth login allow invite
  approve reset empty clean delegate wait preview monitor watch expect ping echo hello download upload subscribe
  serve listen factor split roll pick plot transform spell memo follow close finish silence allowlist wire train wake sleep dial boot mount exit
  quit mint burn short spend fund exercise debit resume register sign accept visit track issue end timeout exclude require replay rescue adjust rollout pull stage request go control place survey order research award reward
  access detail value profile cluster segment project total average grade judge present surface study sense catalog catalogue watchlist
  proof hint contrast form branch version calendar slot roster author mirror plant table name number title theme level balance default
  offset limit cap feed mix master chart stream fire hook cycle canary flash breakpoint socket ssh ftp sftp telnet probe
  sweep grab home arm land pump brake servo tow lift bin strip strike strip bar boot ground fence jail trust claim   file tender lease rent charter invoice pledge escrow levy fine tax margin auction bond farm release fax blog newsletter
  alert brief address cable address phone ring page voucher credit sanction hold park route shift slide port note pack pick
  dose water harvest ship lock embargo exempt consent credential digest recap total dice checkpoint seed nest
  top df du ps dig ttl uptime detail sudo su pad lex mock stub sketch embed hold key ok okay file return leverage
  redirect route wrap fade pan theme staff limit handover checkin summon feedback mention podcast telegram
  answer quiz talk conference callback forward cron walk fly spider crack overflow drill mill clamp
  vest ante punt gamble repeat loop punch stamp dim tint heart cheer clap kudos purge pair proxy retain keep level
  exchange supply vacuum signup free sum hold cascade bond fork reward recycle trip suspend default regress welcome access
  audition chunk interview question anchor morph stretch warp treat reform uplift taper temper waitlist shortlist longlist mulch overlay overlap graduate remedy implement affiliate coordinate polish stall idle standby warmup glide tilt thrust spray slew heat chill cool dive stir yaw ferry plough ruin rally fuse sticky gift loan rebate surcharge bribe pawn forge graft transplant symlink debut hype tease hush wave wink ramp shed caution lobby courier exile outlaw padlock intercept barricade blockade discharge exist ensemble transfigure jingle ration titrate conceal vignette stipple elaborate sponsor guess harden cleanse repackage mend subordinate moor hoover confine scrutinise sift cite nurture engage`
    .trim()
    .split(/\s+/),
);

/** Words that close a name as nouns: `annotated_message`, `git_log`, `swap_quote`. */
export const closingNouns: ReadonlySet<string> = new Set(
  `dm grade latch message comment email mail contact text call block trade bet rate log record tag label plan report book draft mark
  star schedule stage store cache change charge refund deposit tweet vote map trace load rank score round median mean
  hash design outline config bid tip stake bridge action attack shell bash power memo chat answer prompt type
  focus back train factor ban step order track test build plot pick guess guidance request control place swap survey view register award reward
  access detail value profile cluster segment project total average grade present surface study sense catalog catalogue form branch
  version calendar slot roster author mirror plant table name number title theme level balance default offset limit cap feed mix
  master chart stream fire hook cycle canary breakpoint socket probe home arm land pump vent bin bar fence trust claim file
  tender lease rent charter invoice pledge levy fine tax margin auction bond farm blog newsletter alert brief address cable phone
  ring page sanction hold park route shift slide note pack dose water credential digest recap dice checkpoint seed nest uptime
  settlement leverage redirect staff handover feedback mention podcast telegram quiz talk conference callback spider overflow
  exchange drill mill walk stamp tint heart pair proxy profile recycle credit key consent embargo exempt return issue
  quote hunt slice chunk interview question prototype architect bundle ticket anchor center centre fragment instrument stack preset position zone waitlist shortlist kit expense overlay overlap graduate affiliate coordinate radio peer license licence gift loan bill finance rebate surcharge dispute contest screen symlink stress ramp heat tilt spray thrust forge graft transplant wave subset flag sms mms ensemble courier`
    .trim()
    .split(/\s+/),
);

/** Words that stand before the verb that counts: `execute_delete_pages`, `batch_get_records`, `force_push`. */
export const wrappers: ReadonlySet<string> = new Set(
  `action execute run confirm force bulk batch perform do request start initiate finalize finalise submit try async auto smart
  multi mass multiple trigger safe quick quickly direct directly api tool mcp prepare hard soft schedule dry begin
  process handle then now please must will may should just only simply use`
    .trim()
    .split(/\s+/),
);

/** Verbs that say that something is done and not what: a description may say. */
export const vagueVerbs: ReadonlySet<string> = new Set(
  'manage handle process interact administer perform do action act use operate work control'.split(' '),
);
