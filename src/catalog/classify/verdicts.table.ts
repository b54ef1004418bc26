import type { Category } from './category.ts';
import type { Act } from './verbs.lexicon.ts';

/** What a class of verbs comes to: in general, and by what it is done to. */
export interface Verdicts {
  readonly otherwise: Category;
  /**
   * Asked in this order; the first that fits counts. Conditions are joined by spaces (any of them) and `+` (all of them):
   * a plain word is a sense of the deciding noun (`nouns.lexicon.ts`), `'word` that noun itself, `-` no noun that is known, `?` words of which none is known,
   * `verb:word` the verb, `~word` a word anywhere around it, `(word)` a word of a parameter's name, `@word` a trade of the
   * server. Parameters and trades alone count only where no noun is known that could decide.
   */
  readonly unless: readonly (readonly [Category, string])[];
}

/** The taxonomy: class of the verb against sense of the noun. */
export const verdicts: Readonly<Record<Act, Verdicts>> = {
  look: {
    otherwise: 'read',
    unless: [
      [
        'execute',
        'verb:return+~launch verb:return+~dock verb:return+@robot verb:return+~home+@home verb:return+~base+@home',
      ],
      ['write', 'verb:identify+contact+(attributes) verb:identify+contact+(traits)'],
      // What is told of a secret is none.
      [
        'read',
        "~metadata 'usage 'expiry 'expiration 'rotation verb:query+'resource verb:query+'repository verb:query+'repo *verb:query+@metrics ~promql ~logql",
      ],
      ['execute', '*verb:query+@database+(sql) *verb:query+@database+(statement)'],
      // Of a store of documents what is there is asked for, in no language of its own.
      ['read', "verb:query+'collection verb:query+'document verb:query+'doc verb:query+'table verb:query+'item"],
      // Without a word on whose it is: what a client is let in by.
      ['access', "verb:get+'token+@chat verb:get+'token+@social"],
      [
        'communicate',
        'verb:show+~notification+(message) verb:show+~notification+(title) verb:show+~toast+(message) verb:display+~notification+(message) verb:display+~notification+(title)',
      ],
      // What is shown to everybody who connects; keys are in what a safe hands out.
      ['access', "'certificate+@safe 'cert+@safe verb:export+'certificate verb:export+'cert verb:export+'key"],
      ['read', "verb:list+'key verb:list+pass 'certificate 'cert"],
      ['execute', 'verb:print+paper verb:print+work verb:print+(printer)'],
      ['financial', 'verb:provide+asset'],
      ['communicate', '*verb:report+(comment) *verb:report+(reason)'],
      ['financial', '~for+~sale'],
      ['write', 'verb:report+thread verb:report+(description)'],
      [
        'execute',
        'verb:query+sql verb:select+sql+@database verb:query+~raw verb:query+(sql) verb:query+(statement) verb:query+@database',
      ],
      [
        'execute',
        "verb:query+infra+(query) verb:query+infra+- verb:aggregate+(pipeline) verb:read+'query verb:select+@ui",
      ],
      ['execute', 'verb:fetch+(method)+(body) verb:run+~query *@pentest+(target)'],
      [
        'financial',
        'verb:capture+money verb:capture+(payment) verb:capture+(amount) verb:load+(amount) ~x402 ~paid+(usd)',
      ],
      [
        'access',
        "~secret+~scanning verb:export+'cookie 'item+@safe secret pass+@identity 'kv+@safe verb:read+@safe verb:show+@safe verb:map+security+@identity",
      ],
      [
        'write',
        "verb:resolve+thread verb:resolve+'page verb:resolve+message verb:recall+device verb:load+@media verb:load+work+@media",
      ],
      [
        'write',
        "verb:assert+'record verb:scrape+(output) verb:export+(output) verb:dump+(output) verb:show+(icon) *verb:export+(bucket) *verb:export+(out) *verb:export+(path) *verb:export+(filename)",
      ],
    ],
  },
  check: {
    otherwise: 'read',
    unless: [
      ['execute', '*@pentest+(target)'],
      ['write', 'verb:validate+~picking'],
    ],
  },
  compute: {
    otherwise: 'read',
    unless: [
      [
        'financial',
        'verb:convert+market+@exchange verb:convert+asset+@exchange verb:convert+asset+@pay verb:convert+asset+@chain verb:convert+market+@pay',
      ],
      ['destructive', "verb:format+'disk verb:format+'volume verb:format+'drive verb:format+'partition"],
      ['read', '*verb:evaluate+@compute verb:evaluate+~mathematical'],
      ['execute', 'verb:evaluate+@ui verb:evaluate+code *(target)+@pentest'],
      [
        'write',
        'verb:format+paper+(id) verb:format+~table verb:format+~cell verb:format+~range verb:format+~row verb:format+~column verb:split+paper verb:convert+contact verb:convert+thread verb:convert+@crm',
      ],
      ['write', 'verb:render+(path) verb:render+(filename) verb:render+(output)'],
      ['write', 'verb:split+(id) verb:transform+(id) verb:crop+(id)'],
      ['write', "verb:plan+'task verb:plan+'epic"],
      // What is worked out goes into a file.
      ['write', 'verb:convert+~excel verb:convert+~word verb:convert+~pdf verb:convert+~docx'],
      ['write', '*verb:draw+@media *(prompt)+(width) *(prompt)+(duration)'],
      ['write', '*verb:format+(filename) *verb:convert+(filename) *verb:optimize+(presentation)'],
      [
        'write',
        '*(out)+(dir) *(out)+(path) *(out)+(file) *(output)+(path) *(output)+(file) *(output)+(filename) *(output)+(dir) *(output)+(directory) *(output)+(folder)',
      ],
      [
        'write',
        '*(target)+(path) *(destination)+(path) *verb:zip+(target) *verb:zip+(output) verb:zip+(destination) verb:compress+(destination) verb:pack+(destination) *(save)+(path) *(save)+(file)',
      ],
    ],
  },
  generate: {
    otherwise: 'read',
    unless: [
      // Whoever makes a wallet holds its keys.
      ['access', "secret 'wallet 'keypair 'account+@chain"],
      ['write', "'presentation 'spreadsheet 'excel 'docx 'pptx 'slide"],
      [
        'write',
        "'design+@media *(destination) work (output) (path) (filename) (file) (save) *(output)+(dir) *(output)+(directory) *(output)+(path) *(output)+(file)",
      ],
    ],
  },
  ask: { otherwise: 'read', unless: [['communicate', '~post+(body)']] },
  download: {
    otherwise: 'read',
    unless: [
      ['write', '~to+~file ~to+~disk ~to+~folder ~to+~local'],
      [
        'write',
        '*(out) *(output) *(save) *(dest) *(destination) *(dir) *(directory) *(folder) *(local) *(to) *(target) *(download)+(path)',
      ],
      ['write', '*(url)+(path) *(url)+(filename) *(url)+(file)'],
    ],
  },
  disclose: {
    otherwise: 'read',
    unless: [['access', "secret pass 'item 'value 'field @safe verb:unseal verb:unmask+contact"]],
  },
  create: {
    otherwise: 'write',
    unless: [
      ['write', "'survey 'questionnaire 'poll 'embed+~item 'comment+@forensic 'tenant+@index"],
      ['write', "'reminder 'text 'voice 'post+@cms @guard+trifle 'account+@crm 'call+@crm 'meeting+@crm"],
      ['write', '@guard+paper user+~sorted user+~pool user+~exam user+~course verb:clone+asset'],
      ['access', "'item+@safe 'client+@identity 'invite ~secret+verb:add 'privacy ~permission"],
      // An editor asks what a place in a program means; a server is asked whatever it takes.
      [
        'read',
        "verb:request+'completion verb:request+'definition verb:request+'reference verb:request+'symbol verb:build+?+~from",
      ],
      ['execute', "verb:prepare+'migration verb:request+~api verb:request+~http verb:request+~rest"],
      ['write', "'review+~pending"],
      ['communicate', "'thread+~mr 'thread+~pr 'review+~pr 'review+~mr"],
      ['write', "verb:build+'index verb:build+'video verb:build+'presentation"],
      ['financial', "*(daily)+(budget) *(bid)+(amount) 'session+(amount)"],
      ['execute', 'sql+(statement) sql+(sql)'],
      ['write', "'pin+@chat"],
      // What lies in a cart is not bought yet.
      ['write', "'cart 'basket"],
      // Whoever makes or takes in a wallet holds its keys.
      ['access', "'wallet 'keypair"],
      ['write', '~bank+user'],
      ['execute', "verb:initialize+'connection verb:init+'connection verb:establish+'connection"],
      ['communicate', "'webhook ~webhook+config 'event+(attendees) 'event+(invitees) 'event+(guests)"],
      ['access', 'verb:make+~public'],
      ['execute', "*verb:put+@ui+(url) 'prediction"],
      ['write', 'user+~card user+~task user+~event user+~calendar user+~issue user+~ticket user+~conversation'],
      ['execute', "'terminal 'console 'shell"],
      ['destructive', '~deletion ~removal'],
      // What is taken in leaves to nobody.
      ['write', 'verb:ingest+message verb:ingest+public verb:log+message'],
      ['execute', "verb:new+'page+@ui"],
      // Whatever is set up in a wall decides who comes through.
      ['access', '*@guard'],
      ['read', '*verb:add+(sum) verb:build+sql verb:build+study verb:create+study verb:create+study'],
      ['access', 'secret security user pass'],
      ['write', "'account+@crm 'conversation 'thread 'email 'newsletter 'campaign 'draft"],
      ['financial', "money market bill spending asset verb:request+'ride verb:request+'taxi verb:request+'cab"],
      ['communicate', '(callback)+~subscription (webhook)+~subscription'],
      [
        'execute',
        'verb:request+(url) run host+@cloud verb:build+work verb:build+job verb:build+host verb:build+infra verb:build+- ~execute',
      ],
      ['execute', "'sandbox 'vm 'instance 'container 'pod 'machine 'droplet 'session+@ui browser+@ui"],
      ['communicate', 'message public'],
      ['access', '@identity @guard'],
      ['financial', '(amount)+@pay (price)+@pay (quantity)+@exchange (qty)+@exchange (side)+(symbol)'],
    ],
  },
  update: {
    otherwise: 'write',
    unless: [
      // A better wording is handed back.
      ['read', "verb:refine+'prompt verb:enhance+'prompt verb:improve+'prompt verb:refine+'query verb:enhance+'query"],
      ['write', "'tenant+@index 'reminder 'account+@crm @guard+trifle @guard+paper user+~sorted user+~pool"],
      ['access', "'item+@safe 'privacy 'client+@identity"],
      ['write', "'margin+~page actuator+@media verb:set+spending+~id verb:set+asset+~id user+~pr user+~mr"],
      ['destructive', '~deleted'],
      ['access', '~permission'],
      ['execute', "verb:complete+'migration verb:close+host verb:close+browser"],
      ['financial', "*(daily)+(budget) verb:apply+'credit"],
      ['execute', 'verb:repair+run'],
      ['financial', 'verb:reconcile+money'],
      ['destructive', 'verb:alter+~remove verb:alter+~drop verb:alter+~delete'],
      ['write', 'user+~card user+~task user+~event user+~calendar user+~issue user+~ticket user+~conversation'],
      ['destructive', 'verb:move+~trash verb:move+~bin'],
      ['access', 'verb:import+secret'],
      ['write', "'cart 'basket"],
      ['read', 'verb:consume+message verb:pull+message verb:consume+@queue verb:pull+@queue'],
      // What a machine runs is replaced, work moves to another one, and what is written down is carried out.
      ['execute', "'firmware verb:apply+'run verb:migrate+host verb:sync+host verb:undo+'rollout"],
      [
        'execute',
        "verb:set+device+@home verb:update+device+@home 'temperature+@home 'brightness+@home 'color+@home 'temperature+@robot 'bed+@robot",
      ],
      ['destructive', "verb:push+~force verb:suppress+contact verb:unpublish+'package verb:unpublish+'version"],
      ['access', '*@guard ~firewall'],
      ['access', "secret pass security user ~visibility verb:accept+~transfer verb:set+'public verb:make+'public"],
      [
        'financial',
        'spending market verb:finalize+bill verb:process+bill verb:complete+bill money asset verb:renew+infra',
      ],
      [
        'execute',
        "actuator verb:apply+'terraform verb:apply+'tf verb:apply+'plan verb:apply+sql verb:process+code verb:push+code",
      ],
      // Of a browser that is driven: its session ends, and requests go to any address.
      ['execute', 'verb:close+@ui *verb:switch+@ui *verb:patch+@ui+(url)'],
      ['execute', '*@ui+browser verb:handle+@ui verb:resize+@ui verb:refresh+@ui verb:move+~mouse verb:move+~cursor'],
      ['communicate', 'verb:push+message verb:push+public verb:push+-+(message) verb:push+-+(body)'],
      ['access', '@identity @guard'],
    ],
  },
  arrange: {
    otherwise: 'write',
    unless: [
      ['access', 'secret'],
      ['destructive', 'verb:archive+@crm verb:archive+contact+@crm verb:archive+message+@crm'],
    ],
  },
  overwrite: {
    otherwise: 'write',
    unless: [
      ['access', "'item+@safe"],
      ['write', "'domain"],
      ['destructive', 'infra backup host'],
      ['access', 'secret security user'],
      ['financial', 'market spending'],
      ['execute', 'actuator'],
    ],
  },
  restore: {
    otherwise: 'write',
    unless: [
      ['financial', 'money bill'],
      // What was taken away comes back; of data an older state goes over what is there.
      ['write', "'drive 'project 'repository 'repo 'organization 'workspace 'domain 'resource 'site 'environment"],
      ['destructive', "backup infra 'migration"],
      ['access', 'user security secret pass'],
      ['execute', 'job host run'],
    ],
  },
  merge: { otherwise: 'write', unless: [['destructive', "contact user 'record 'duplicate 'profile"]] },
  light: {
    otherwise: 'write',
    unless: [
      ['communicate', '*verb:boost+@social'],
      ['destructive', '~deleted'],
      [
        'read',
        "verb:track+(tracking) verb:track+(carrier) verb:track+'package verb:track+'parcel verb:track+'shipment verb:track+'flight verb:track+'order",
      ],
      ['execute', 'verb:next+@forensic verb:play+work'],
    ],
  },
  save: {
    otherwise: 'write',
    unless: [
      ['execute', "'terminal 'console 'stdin 'tty 'pty"],
      ['execute', 'sql actuator code+@shell job+@shell'],
      ['access', 'secret security'],
    ],
  },
  upload: {
    otherwise: 'write',
    unless: [
      ['access', "secret pass 'certificate 'cert"],
      ['execute', '*@ui'],
      ['communicate', '*(channel) *(channels) *@social *(privacy) message'],
    ],
  },
  send: {
    otherwise: 'communicate',
    unless: [
      ['write', "verb:spam+'comment"],
      // A voice comes out of the machine.
      ['execute', 'verb:speak'],
      ['financial', "'transaction 'tx 'txn"],
      ['communicate', "'notification 'button"],
      ['execute', "'request+(url) 'request+(method) 'request+@ui"],
      ['communicate', "~linkedin+'connection 'connection+@social"],
      ['financial', '*verb:broadcast+@chain'],
      ['communicate', "verb:broadcast+'event"],
      ['write', '~archive ~trash'],
      ['read', '~hello *verb:post+(page) *verb:post+(pagination) *verb:post+(cursor)'],
      // What is sent in a sum to somebody is paid.
      ['financial', '*(amount)+(receiver) *(amount)+(recipient) *(amount)+(to) *(amount)+(destination)'],
      ['execute', '*@shell'],
      ['read', "'analytics 'search 'query ~analytics"],
      ['execute', "net code actuator job run browser 'input *@ui"],
      ['financial', 'money asset market'],
      [
        'write',
        "'event 'metric 'log 'telemetry 'span verb:post+paper verb:post+record verb:post+trifle verb:post+config",
      ],
      ['write', "verb:post+cache 'silence 'downtime verb:post+contact"],
      ['financial', '(amount) @chain'],
      ['execute', '(command) @robot'],
    ],
  },
  publish: {
    otherwise: 'communicate',
    unless: [
      ['destructive', 'verb:release+bill'],
      ['execute', 'actuator *@robot'],
      ['destructive', 'verb:release+host verb:release+net'],
      ['financial', 'verb:release+money'],
      ['write', "'event 'topic 'queue 'workflow 'dashboard 'form config verb:release+record *@queue"],
    ],
  },
  call: {
    otherwise: 'communicate',
    unless: [
      ['read', '*verb:call+@chain'],
      ['execute', 'net code host'],
    ],
  },
  invite: { otherwise: 'access', unless: [['communicate', 'gathering message']] },
  run: {
    otherwise: 'execute',
    unless: [
      // In a game or a scene a thing appears.
      ['write', "verb:spawn+'actor verb:spawn+'object verb:spawn+'entity verb:spawn+'npc verb:spawn+'prefab"],
      ['read', 'verb:invoke+~chat *verb:call+@chain *verb:crawl+~tavily *verb:crawl+~exa *verb:crawl+~content'],
      ['read', "'call+@chain"],
      [
        'read',
        'verb:perform+study verb:run+study verb:conduct+study verb:execute+study verb:do+study verb:run+@forensic',
      ],
      ['communicate', "verb:dispatch+message verb:trigger+'incident verb:trigger+'alert verb:trigger+message"],
      ['communicate', "verb:execute+message verb:call+'webhook verb:trigger+'webhook verb:invoke+'webhook"],
      [
        'read',
        "verb:execute+'query+~range verb:execute+'query+~instant verb:run+'query+~range verb:execute+'query+@metrics verb:run+'query+@metrics ~promql ~logql",
      ],
      ['financial', 'money market asset bill'],
      ['destructive', '~deletion ~removal'],
    ],
  },
  control: {
    otherwise: 'execute',
    unless: [
      ['execute', '*verb:terminate+@ui verb:upgrade+security'],
      ['financial', "verb:upgrade+'subscription verb:downgrade+'subscription verb:upgrade+'plan verb:downgrade+'plan"],
      ['write', "verb:scale+'matrix verb:scale+'tensor verb:scale+'image verb:scale+'shape"],
      ['read', 'verb:debug+config verb:debug+infra verb:debug+? verb:debug+- verb:continue+study'],
      ['destructive', 'verb:rebuild+host+@cloud verb:reinstall+host+@cloud verb:reimage+host (root)+(pass)'],
      ['read', 'verb:sleep+(milliseconds) verb:sleep+(seconds) verb:sleep+(ms) verb:sleep+(duration)'],
      ['destructive', 'verb:terminate+host verb:terminate+infra verb:terminate+bill verb:terminate+contact ~deletion'],
      ['destructive', "verb:kill+'session+@identity verb:terminate+'session+@identity ~removal"],
      ['read', 'verb:power+(exponent) verb:power+(sum)'],
      ['execute', '*verb:hangup'],
      ['communicate', 'verb:serve+message verb:start+message verb:start+public verb:start+gathering'],
      ['financial', 'bill money asset spending'],
      ['access', 'user security secret pass'],
      ['write', 'verb:关闭+thread verb:关闭+message verb:关闭+record'],
      // A task of a cluster is work that is set off, none that is written down.
      ['execute', 'verb:start+thread+@cloud'],
      [
        'write',
        "'playback 'track 'song 'clip 'poll 'game 'timer 'time 'tracking trifle message verb:start+thread verb:start+paper",
      ],
      ['write', 'contact'],
    ],
  },
  connect: {
    otherwise: 'execute',
    unless: [
      ['access', 'user secret pass security'],
      ['write', 'record paper verb:disconnect+contact *~to+config *~to+device'],
    ],
  },
  probe: {
    otherwise: 'read',
    unless: [
      [
        'execute',
        '*@pentest net+(host) net+(target) net+(ip) host+(target) ~ports ~port ~ip ~ips ~cidr ~subnet ~network secret+(host) (target)',
      ],
      [
        'execute',
        '*verb:scan+(ips) *verb:scan+(hosts) *verb:scan+(targets) ~vulnerability+(url) ~vulnerability+(target) secret+(url) secret+(target) verb:fuzz verb:pentest verb:crack',
      ],
      [
        'execute',
        'verb:test+? verb:bruteforce verb:portscan verb:loadtest verb:sweep+net verb:test+job verb:test+run verb:test+code verb:test+work',
      ],
    ],
  },
  ui: {
    otherwise: 'execute',
    unless: [
      ['financial', "verb:open+market verb:open+asset verb:open+'channel+@chain verb:open+'channel+@pay"],
      ['access', 'verb:open+barrier'],
      ['execute', 'verb:open+~browser'],
      ['read', "verb:open+'resource verb:open+trifle"],
      ['write', "verb:fill+'rectangle verb:fill+'circle verb:fill+'shape verb:fill+'polygon verb:fill+'canvas"],
      // What an editor shows of a place in a program.
      ['write', 'verb:zoom+paper'],
      ['read', '*verb:type+@database *verb:hover+(line) *verb:hover+(column) *verb:hover+(character)'],
      ['read', 'verb:open+~details verb:open+~detail verb:scroll+contact verb:scroll+record'],
      ['write', 'verb:fill+record verb:fill+contact verb:open+thread verb:open+user verb:open+contact'],
      ['communicate', 'verb:open+message'],
      [
        'read',
        'verb:open+record verb:open+paper verb:open+work verb:type+record verb:visit+record verb:type+trifle verb:open+-',
      ],
    ],
  },
  drive: {
    otherwise: 'execute',
    unless: [
      ['access', "verb:disarm+'alarm verb:disarm+'panel"],
      ['write', 'paper record contact'],
    ],
  },
  delete: {
    otherwise: 'destructive',
    unless: [
      ['write', "verb:remove+'background verb:remove+'noise verb:remove+'watermark verb:remove+'silence verb:cut+work"],
      ['write', 'verb:cut+@media verb:redact+paper verb:redact+? verb:anonymize+paper verb:anonymize+?'],
      ['write', "verb:remove+'tag+~from verb:remove+'label+~from verb:remove+'wallet+~from"],
      [
        'read',
        "verb:clean+'text verb:clean+'html verb:clean+'json verb:strip+'text verb:redact+'text verb:anonymize+'text",
      ],
      ['financial', 'verb:void+bill verb:void+money verb:void+@pay verb:remove+asset'],
      ['execute', 'verb:evict+host verb:drop+~drag verb:drop+@ui verb:delete+browser+@ui *verb:delete+@ui+(url)'],
    ],
  },
  erase: {
    otherwise: 'destructive',
    unless: [['write', 'verb:reformat+paper verb:reformat+code verb:reformat+message']],
  },
  reset: {
    otherwise: 'destructive',
    unless: [
      ['access', 'secret security'],
      ['execute', "'connection 'bmc 'chassis 'game 'view 'simulation host job"],
    ],
  },
  cancel: {
    otherwise: 'destructive',
    unless: [
      ['financial', 'market money bill asset @exchange'],
      // Of what is called off without a word on what, only a job is known; anything else was somebody's.
      ['destructive', '?'],
      ['execute', "job run study host sql 'deploy 'task 'migration 'import 'export 'operation 'action -"],
      ['write', 'message trifle'],
    ],
  },
  revoke: {
    otherwise: 'destructive',
    unless: [
      ['access', 'verb:logout verb:signout verb:logoff verb:timeout'],
      ['execute', 'verb:kick+job verb:kick+run'],
    ],
  },
  suspend: {
    otherwise: 'write',
    unless: [
      ['destructive', 'verb:disable+bill verb:deactivate+bill verb:block+bill'],
      ['write', "verb:isolate+work verb:isolate+'voice verb:isolate+'audio"],
      ['access', "'card+@pay 'tarjeta 'karte 'cartão"],
      ['execute', "verb:suspend+'warehouse verb:suspend+host"],
      [
        'execute',
        'verb:suspend+job verb:suspend+run verb:promote+run verb:unblock+job verb:unblock+run verb:lock+browser verb:activate+device',
      ],
      ['access', 'secret security user barrier contact net'],
      [
        'access',
        "'signin verb:trust verb:contain verb:isolate verb:quarantine verb:enforce verb:restrict verb:block+infra verb:block+public verb:lock+device",
      ],
      ['access', 'verb:unlock+device verb:block+- verb:block+code verb:unblock+code verb:lockdown verb:bypass'],
      ['financial', 'verb:freeze+money verb:activate+bill verb:claim+money verb:claim+asset verb:claim+@chain'],
      ['destructive', 'verb:disable+bill verb:deactivate+bill verb:block+bill'],
      ['execute', 'host+verb:suspend actuator verb:arm+device'],
      ['access', '@identity @guard'],
    ],
  },
  grant: {
    otherwise: 'access',
    unless: [
      ['financial', "'credit+(amount) money"],
      ['communicate', "verb:share+public verb:share+work verb:share+@social verb:share+message verb:share+'screen"],
      ['financial', 'verb:sign+asset verb:sign+@chain verb:authorize+money verb:authorise+money verb:authorize+bill'],
    ],
  },
  assume: { otherwise: 'access', unless: [] },
  rotate: {
    otherwise: 'write',
    unless: [
      ['access', "secret pass security user 'key 'certificate 'cert @safe @identity"],
      ['execute', 'actuator'],
    ],
  },
  enrol: {
    otherwise: 'write',
    unless: [
      ['write', 'verb:unsubscribe verb:subscribe+user'],
      ['access', 'user secret pass security verb:hire'],
      ['financial', "verb:register+'domain bill"],
      ['communicate', "verb:register+message verb:subscribe+'webhook"],
    ],
  },
  dismissal: { otherwise: 'destructive', unless: [] },
  decide: {
    otherwise: 'write',
    unless: [
      ['write', "'application"],
      ['read', "verb:confirm+'transaction+(sig) verb:confirm+'transaction+(signature)"],
      ['read', 'verb:moderate+(text) verb:moderate+(input) verb:moderate+(content)'],
      ['financial', 'money bill asset market spending ~payment ~payout @chain'],
      ['access', 'security user secret pass device host barrier ~transfer verb:confirm+~email'],
    ],
  },
  issue: {
    otherwise: 'write',
    unless: [
      ['financial', '*(ticker) *(supply)'],
      ['access', "secret pass 'certificate 'badge security user 'key"],
      ['financial', "money bill asset market 'card 'share 'license"],
      ['communicate', 'message thread'],
    ],
  },
  submit: {
    otherwise: 'write',
    unless: [
      ['execute', 'job code *@batch'],
      ['financial', "money bill spending market asset 'return 'tax 'vat"],
      ['communicate', "message public 'application 'claim 'motion 'petition 'appeal 'brief"],
      ['access', 'secret user'],
    ],
  },
  book: {
    otherwise: 'write',
    unless: [
      [
        'financial',
        'bill *(price) *(payment) *(passengers) *(card) *(fare) *(offer) verb:rent verb:lease verb:charter',
      ],
      ['financial', "'car 'seat 'tour 'train"],
      ['communicate', 'message public'],
      ['execute', 'job'],
    ],
  },
  buy: {
    otherwise: 'financial',
    unless: [
      ['access', "verb:renew+secret verb:renew+security verb:renew+pass verb:renew+'certificate verb:renew+'cert"],
      ['write', "verb:renew+'lease verb:renew+'lock verb:renew+'session"],
      ['write', 'verb:acquire+? verb:acquire+record verb:acquire+-'],
      ['write', 'verb:reorder verb:renew+record verb:renew+config verb:order+record+@crm'],
    ],
  },
  pay: {
    otherwise: 'financial',
    unless: [
      ['financial', '(amount)'],
      ['read', 'verb:tip+-'],
      ['financial', 'verb:withdraw+@exchange verb:withdraw+@chain verb:withdraw+@pay verb:withdraw+(amount)'],
      ['destructive', 'verb:withdraw+security'],
      ['write', 'verb:withdraw+?'],
      [
        'write',
        'verb:deposit+record verb:deposit+paper verb:withdraw+record verb:withdraw+thread verb:award+record verb:award+trifle',
      ],
    ],
  },
  trade: {
    otherwise: 'financial',
    unless: [
      ['access', 'verb:place+security verb:mint+secret verb:exchange+secret verb:exchange+pass verb:exchange+user'],
      ['communicate', 'verb:place+message'],
      ['write', 'record paper trifle device config work infra verb:swap+- verb:bridge+- verb:place+- net thread host'],
      ['read', 'verb:short+- verb:exercise+-'],
    ],
  },
  transfer: {
    otherwise: 'write',
    unless: [
      ['financial', 'money asset market bill *(amount) @chain @exchange @pay'],
      ['access', "infra user security host 'ownership"],
      ['communicate', 'message'],
    ],
  },
};
