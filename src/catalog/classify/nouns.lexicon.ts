/**
 * What nouns speak of, in the singular. A noun may have several senses: the one of the server's trade counts, else the
 * first in the order of this table. Trades and jargon are listed beside plain English.
 */
export const nounDomains = {
  /** What opens doors to who has it. */
  secret: `jwk pfx secretsmanager secret credential password passwd passphrase passcode apikey mnemonic seedphrase
    privatekey keypair authkey totp otp pat jwt keytab kubeconfig keystore truststore htpasswd sshkey csr pem pfx
    pkcs12 pin authcode wireguard kms hsm keyring masterkey dek kek authtoken accesstoken bearer sas recoverycode
    backupcode magiclink signingkey shadow envfile dotenv key? token?`,
  /** What may be a secret: what it is asked for tells. */
  pass: `token certificate cert jwk`,
  /** Who may do what. */
  security: `auth permission acl role policy? rbac iam scim sso mfa 2fa saml oidc oauth scope privilege entitlement grant
    consent rolebinding clusterrolebinding serviceaccount authorization authentication authenticator access
    impersonation passkey visibility privacy sharing ownership membership federation trust assurance clearance permissionset
    capability rls encryption signin login idp conditional restriction delegate delegation firewall firewallrule waf
    securitygroup nsg allowlist whitelist denylist blocklist blacklist quarantine zerotrust guardrail dlp cors csp
    hardening selinux apparmor sudoers ruleset? protection networkpolicy exemption geofence ipset posture mdm
    identityprovider realm authflow allowedip privileges rule? filter? app? application? group? list?`,
  /** Who uses a system. */
  user: `user member collaborator guest admin administrator account principal identity owner username operator
    moderator contributor maintainer editor viewer approver tenant userid superuser root usergroup seat? teammate
    membro serviceprincipal uid gid upn`,
  /** What keeps people out of places. */
  barrier: `lock door garage gate frontdoor backdoor deadbolt smartlock turnstile barrier doorlock gatehouse padlock
    locker vehicle car trunk tailgate bollard elevator lockbox keybox strongroom`,
  /** What is said to people. */
  message: `publicreply escalation message email mail sms chat dm thread reply notification invitation webhook announcement mms whatsapp
    telegram slack discord conversation newsletter campaign broadcast letter fax voicemail text statuspage embed
    comment invite postcard envelope notice summons call phonecall voice rcs imessage mailing autoresponder press
    bulletin circular memorandum greeting condolence inquiry enquiry feedback complaint questionnaire survey answer
    huddle pager escalation reminder kudos testimonial pitch correo courriel mailshot drip carousel flyer subpoena
    affidavit pleading briefing`,
  /** What is shown to the public. */
  public: `tweet post story reel toot skeet gist blog forum subreddit repost status feed shorts pastebin paste
    livestream vlog podcast blogpost classified`,
  /** Where letters are kept. */
  email: `gmail smtp outlook inbox mailbox imap maildir`,
  /** Where people meet. */
  gathering: `meeting webinar event conference appointment attendee invitee participant rsvp class interview standup
    retro workshop party wedding townhall`,
  /** Money that moves. */
  money: `transfer wire billing payment payout refund charge fund loan donation remittance cash deposit withdrawal dividend payroll payable
    debt lamport wei virement wage bonus severance commission royalty tip chargeback reimbursement pix iban sepa ach
    earning remit stipend pension mandate standingorder directdebit mortgage annuity premium escrow bounty fee levy
    taxpayment overdraft advance paycheck paycheque money gratuity settlement tuition alimony bail fine funds`,
  /** What says that money is owed, and what is bought. */
  bill: `estimate salesorder credit? invoice quote giftcard creditnote retainer checkout cart basket paymentlink purchase purchaseorder hotel
    flight rental trip? itinerary cruise addon? airfare fare? ride? meal? grocery order plan? taxreturn expense
    expensereport bill tab? subscription?`,
  /** What limits how much may be spent. */
  spending: `budget bid leverage creditlimit spendinglimit adspend cpc cpm bidcap`,
  /** What is owned on a chain. */
  asset: `cryptocurrency nft erc20 erc721 erc1155 coin sol eth btc apt sui usdc usdt crypto token? wallet transaction? tx txn swap?
    contract? onchain blockchain solana ethereum bitcoin multisig validator stake liquidity airdrop lightning bolt11
    collateral? yield? pool? lp spender allowance mint txs utxo psbt rune inscription ordinal userop calldata staking channel? position? `,
  /** What is dealt in. */
  market: `trade shares? stock? option? bracket? dca futures future? spot? market? trading bet wager perp perpetual
    margin? share? bond? etf forex lot sip limit? ioc gtc? stoploss takeprofit takerorder hedge? order? orders?
    position? bond?`,
  /** Programs that are handed over. */
  code: `code script python javascript js typescript bash shell powershell command cmd terminal console applescript
    jxa lua ruby php snippet notebook cell program expression repl function macro osascript commandline cli exec
    lambda bytecode playbook gcode eval rcon tty stdin pty groovy perl matlab vba abap wasm shellcode payload exploit
    oneliner sudo ssh adb awk sed makefile rhinoscript bapi`,
  sql: `sql query statement cypher mql ddl dml aql kql graphql soql sparql procedure storedprocedure gremlin jql n1ql
    cql plsql tsql migration`,
  /** What work is done by, once set off. */
  job: `flow agent? action? workflow job pipeline automation runbook dag etl backfill suite cronjob playtest finetune process daemon
    spark slurm flink airflow trigger scrape worker ci cd printjob dagrun taskrun workload`,
  /** What comes into being by running. */
  run: `dispatch test run execution deployment crawl scan rollout cd print rerun training simulation transcoding compile render build experiment? ingestion`,
  /** What runs. */
  host: `server instance vm machine container pod host service dyno droplet emulator simulator computer node? app
    application cluster system appliance hypervisor chassis bmc ipmi blade robot printer bot debugger gdb kernel
    guest guestagent nodepool devcontainer sandbox microvm lxc ec2 vps fleet replica statefulset daemonset replicaset
    compose interpreter runtime unit systemd gameserver desktop workstation laptop`,
  browser: `browser tab url webpage element selector button dropdown viewport dom cursor mouse keyboard screen frame
    iframe input coordinate checkbox dialog window popup captcha scrollbar tooltip wheel gesture touchscreen trackpad
    textbox radio slider`,
  /** What moves in the world. */
  actuator: `coil plc register relay actuator setpoint motor servo valve pump heater breaker arm gripper joint axis
    pose waypoint ptz drone uav rover quadcopter throttle twist trajectory conveyor spindle extruder nozzle laser cnc
    winch crane turbine inverter generator damper solenoid sprinkler feeder dispenser chiller boiler furnace
    compressor setpoints gpio pwm contactor switchgear pdu outlet outlets modbus propeller rotor gimbal telescope
    dome centrifuge autoclave oven kiln charger evse`,
  device: `light lamp thermostat switch fan curtain plug climate scene volume tv speaker device camera siren vacuum
    alarm bulb blind shade entity humidifier led strip dimmer preset`,
  net: `tcp udp socket port ping traceroute http https packet ftp mqtt telnet icmp syn proxy curl tunnel connection
    subnet cidr ip network vpn websocket serial bluetooth rf endpoint`,
  /** What a business could not do without. */
  infra: `database db table collection schema bucket volume disk partition keyspace index datastore warehouse dataset
    project organization organisation org workspace namespace environment domain zone vpc repo repository site
    tablespace registry stack terraform tf filesystem vault lake filestore lun zpool zfs datacenter tenantdb subtree
    tree hostedzone distribution loadbalancer gateway resourcegroup resource chart release drive`,
  backup: `backup snapshot dump pitr recoverypoint`,
  /** What is open until somebody settles it. */
  thread: `issue ticket task todo incident case finding bug problem vulnerability warning violation story epic
    discussion conflict review request error subtask milestone sprint alert downtime silence workitem matter docket
    grievance defect risk merge pull pr mr changerequest nonconformity deviation requisition workorder`,
  /** What is asked for and handed out, whatever verb carries it. */
  study: `search analysis lookup audit check comparison calculation assessment evaluation estimation validation
    research inspection diagnosis prediction regression conversion translation transcription ocr completion embedding
    classification llm prompt inference reasoning benchmark lint diagnostic statistic correlation explain detection
    recognition extraction recommendation suggestion guidance advice`,
  /** Works: pictures, sounds, films, sites. */
  work: `image video audio music song speech sound voice avatar animation photo picture pdf website mp3 gif thumbnail
    logo mesh model3d soundtrack melody beat cover artwork illustration poster banner clip wallpaper storyboard
    visualization component`,
  /** Papers and their parts. */
  paper: `document doc page article wiki note paragraph slide presentation spreadsheet sheet worksheet workbook cell
    range row column block chart shape heading section footnote bullet template draft chapter whiteboard diagram
    canvas layer component style frame dashboard panel widget form question quiz exam outline mindmap sketch drawing
    blueprint part assembly agreement proposal signature caption subtitle transcript glossary file folder directory
    path attachment content`,
  /** People and companies as a business keeps them. */
  contact: `contact lead customer client patient employee candidate student company person people vendor supplier
    partner prospect household beneficiary debtor deal opportunity applicant donor volunteer player profile
    subscriber payee passenger driver technician resident citizen`,
  /** How things are set. */
  config: `limit setting settings config configuration preference pref dns dnsrecord cname rule alertrule variable
    parameter property attribute flag feature toggle schedule calendar availability quota threshold vlan route wlan
    ssid listener mapping filter view integration connector destination source sink monitor rotation oncall window
    env provider retention manifest virtualservice ingress ttl option policy subscription`,
  /** Everything else that is kept. */
  record: `receipt seat memo record entry item object card list board field value key category product sku inventory stock catalog
    variant brand recipe ingredient encounter observation allergy admission referral prescription medication lesson
    course assignment grade journal ledger playlist track album timeline marker node edge relation memory knowledge
    fact vector queue topic stream channel team department goal objective habit workout flashcard deck bookmark
    annotation version revision branch commit changeset patch location place address shipment package parcel waybill
    equipment slot shift timesheet worklog timeentry lot serial bin pallet crop herd animal quest character sprite
    tile world mob level sequence constraint translation string locale word sentence sample specimen reagent map
    point plot segment audience cohort listing tenancy permit insurance claim license certificate certification badge
    award reservation booking stay visit prefix rack circuit picking accrual watch thing twin data order? routine
    variation scenario coupon voucher class`,
  trifle: `tag label checklist highlight reaction star emoji like favorite favourite sticker rating timer vote color colour theme badge watchlist
    wishlist wantlist selection thought mood icon avatar nickname title description priority time tracking`,
  cache: `clipboard breakpoint history cookie log console session`,
  private: `email mail message inbox contact customer user employee patient member profile account statement payment
    transaction calendar meeting conversation chat transcript lifelog health sleep document file record lead person
    people candidate salary payroll audit address phone location friend photo screenshot camera recording opportunity
    deal ticket`,
  sensor: `camera screen microphone webcam keystroke keylogger`,
} as const;

/** What a word is about. */
export type NounDomain = keyof typeof nounDomains;

/** Two words that together mean what neither does alone: `access code`, `payment link`, `alert rule`. */
export const compoundNouns: readonly (readonly [NounDomain, string])[] = [
  [
    'secret',
    `api/access/secret/private/ssh/encryption/signing/deploy/master/recovery/auth/service/application/app/gpg/pgp/hmac/registration/bootstrap/preshared/account/storage/license key`,
  ],
  [
    'secret',
    `api/access/auth/bearer/refresh/personal/id/session/service/secret/registration/join/bot/oauth/bootstrap/app/application/device/invite/impersonation token`,
  ],
  [
    'secret',
    `access/auth/epp/door/lock/entry/backup/recovery/verification/security/gate/alarm/pin/keypad/otp/invite/sms code`,
  ],
  ['secret', `recovery/magic/login/signin/reset link`],
  ['secret', `root/client/tls/ssl/ca/server/signing/x509/intermediate certificate`],
  ['secret', `client/tls/ssl/ca/server/signing/root cert`],
  ['secret', `connection/secret string`],
  [
    'security',
    `firewall/nat/acl/security/access/iptables/ingress/egress/inbound/outbound/waf/forwarding/filtering/auth/protection/policy rule`,
  ],
  ['security', `firewall/nat/acl/security/access/ingress/egress/waf rules`],
  [
    'security',
    `iam/access/user/role/bucket/security/password/network/session/mfa/auth/branch/key/admin/firewall/sharing/conditional/device/trust/resource policy`,
  ],
  ['security', `security/permission/user/usergroup/role/access/ldap/admin group`],
  ['security', `public/anonymous/guest/remote/portal access`],
  ['security', `branch/tag/deletion/data/write protection`],
  ['security', `project/domain/repo/repository/ownership/app/account/workspace/organization transfer`],
  ['security', `rls/permission policy`],
  ['security', `oauth/auth/authorization/login url`],
  ['security', `branch/tag/repo/repository/org/organization ruleset`],
  ['security', `oauth/api/auth client`],
  ['security', `security/auth/waf/firewall/exclusion filter`],
  ['security', `oauth/auth/login/signin/sso flow`],
  ['config', `notification/topic/board/event/alert/mail/newsletter subscription`],
  ['security', `legal/litigation hold`],
  ['security', `allow/block/deny/access/ip list`],
  ['security', `auth/authentication/security/trust/sso/login method/provider/factor/setting/settings`],
  ['security', `ssh/portal/console/admin access`],
  ['security', `security level/mode/header/headers/profile/question/settings`],
  ['security', `resource/authorization/auth/oauth server`],
  ['security', `forwarding address`],
  ['secret', `presigned/signed/sas/presign url/link`],
  ['security', `share/shared/sharing/public/guest/invite link`],
  [
    'record',
    `alert/recording/alerting/notification/routing/automation/lifecycle/assignment/triage/forwarding_mail/validation/pricing/mail/inbox/filter/transform/rewrite/redirect/business rule`,
  ],
  [
    'record',
    `retention/lifecycle/backup/escalation/return/refund/cancellation/privacy/insurance/shipping/scaling/autoscaling/update/pricing/replacement policy`,
  ],
  [
    'record',
    `tag/contact/ad/resource/product/age/log/target/consumer/placement/node/parameter/option/security_label/channel group`,
  ],
  [
    'record',
    `work/sort/transfer/sales/service/maintenance/repair/production/manufacturing/job/lab/medication/change order`,
  ],
  [
    'record',
    `payment/order/invoice/billing/credit/deal/customer/subscription/cart/transaction note/comment/tag/label/metadata/reminder/status/template/category/address/method/terms/history`,
  ],
  [
    'record',
    `test/meal/floor/lesson/treatment/care/project/sprint/training/workout/travel/study/diet/backup/rate plan`,
  ],
  [
    'record',
    `product/primary/foreign/partition/sort/cache/config/feature/map/registry/object/translation/hash/answer/color/data key`,
  ],
  ['record', `key value/values/pair`],
  ['record', `function/source/worker/qr code`],
  ['record', `design/csrf/page/cancellation/color/continuation token`],
  [
    'record',
    `promo/discount/zip/postal/country/area/bar/qr/color/error/status/coupon/source/airport/service/region/product/currency/language code/codes`,
  ],
  ['record', `market/design/sample/product/text/option/stock_photo item`],
  ['record', `device/board/map/message/bundle pin/pins`],
  ['record', `list/card/playlist member/members`],
  ['record', `wallet/mint group/groups`],
  ['bill', `payment/checkout/pay link`],
  ['bill', `gift/prepaid/debit/credit/virtual card`],
  ['bill', `shipping/postage label`],
  ['bill', `purchase/food/market/limit/stop/buy/sell/meal/supply order`],
  ['bill', `tax return/filing`],
  ['bill', `subscription/price/billing/saving/savings/reserved/pro/premium/customer plan/subscription`],
  ['bill', `phone/toll/virtual number`],
  ['bill', `reserved/spot/dedicated instance/instances/host/capacity`],
  ['bill', `savings plan`],
  ['money', `money/pay/bank/wire/cash/credit/fund/balance transfer`],
  ['money', `time/timesheet/contractor payment`],
  ['message', `phone/voice/video/conference/outbound call`],
  ['message', `status/incident/press/public update`],
  ['message', `text/direct/group/chat/voice/private message`],
  ['message', `contact form`],
  ['message', `connection/friend request`],
  ['job', `message/request batch`],
  ['message', `request/review/discussion thread`],
  ['message', `release/public note`],
  ['code', `function/tool/rfc/bapi/procedure call`],
  ['code', `lambda/cloud/edge/serverless function`],
  ['code', `code/notebook/shell/python cell`],
  ['job', `print/batch/training/transcode/render job`],
  ['job', `build/test/crawl/scan/actor/workflow/pipeline run`],
  ['net', `port forward`],
  ['net', `http1/http2/http/https/raw/api/web/curl/rest/batch/parallel request/requests`],
  ['market', `buy/sell/limit/market/stop/oco/bracket/spot/futures/perp/open order`],
  ['market', `buy/sell/limit/market/stop/oco/bracket/spot/futures/perp/open orders`],
  ['asset', `raw/signed/unsigned/swap transaction`],
  ['asset', `token/nft/spl/erc transfer`],
  ['asset', `nft/sft/esdt/mesdt/meta/meme/fun/fungible/erc20/spl/solana/ethereum/eth/sol/airdrop/native token/tokens`],
  ['asset', `token allowance/approval/spender`],
  ['spending', `daily/campaign/ad/monthly/lifetime budget`],
  ['spending', `credit/spend/spending/margin limit`],
  ['device', `smart/robot vacuum/light/plug/switch`],
  ['infra', `blob/storage container`],
  ['infra', `storage/cloud/user/service/billing account`],
];
