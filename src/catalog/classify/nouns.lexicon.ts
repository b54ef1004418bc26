/** What the words around a verb speak of. Singular forms; a word may stand in several domains. */
export const nounDomains = {
  money: `payment payout refund charge fund funds purchase bet liquidity loan donation checkout remittance wire stake
    staking airdrop money cash deposit withdrawal dividend payroll payable debt leverage perp perpetual futures margin
    lamport wei`,
  bill: `invoice quote estimate bill expense creditnote salesorder subscription coupon order billing price pricing
    retainer credit plan offer voucher giftcard vendor payee`,
  asset: `nft erc20 erc721 erc1155 coin sol eth btc apt sui usdc usdt crypto token wallet transaction tx swap contract
    onchain chain transfer blockchain solana ethereum bitcoin tokens nfts txn multisig validator`,
  market: `limit stop position trade shares stock option bracket dca futures spot market order orders trading`,
  user: `user member collaborator guest admin account role permission acl membership access owner ownership
    administrator principal identity group team workspace scim sso portal contributor editor viewer`,
  people: `users members collaborators guests admins roles permissions`,
  security: `policy firewall acl iam rbac security restriction allowlist whitelist denylist grant entitlement mfa 2fa
    totp saml oidc oauth sso authorization authentication consent privilege scope assurance zone ruleset protection
    password auth login signin session permission role rls encryption idp impersonation passkey ssh sharing visibility`,
  secret: `secret credential password apikey passphrase mnemonic keypair privatekey certificate pat token key keys
    tokens secrets credentials passwords seed pem jwt cookie vault`,
  message: `message email mail sms chat dm thread comment reply tweet post notification invitation webhook announcement
    mms whatsapp telegram slack discord conversation newsletter campaign broadcast letter fax voicemail text memo
    statuspage alert reminder event invite report embed toot skeet story reel`,
  public: `tweet post thread comment reply reddit twitter bluesky linkedin facebook instagram tiktok threads mastodon
    blog forum gist repost toot story feed`,
  email: `email mail gmail smtp outlook emails inbox mailbox`,
  code: `code script python javascript js typescript bash shell powershell command cmd terminal console applescript
    jxa lua ruby php snippet notebook cell program expression sandbox repl function macro jql gremlin osascript
    node commandline cli exec ssh plugin lambda bytecode`,
  shell: `shell bash command cmd terminal powershell exec ssh commands ps1 zsh adb`,
  sql: `sql query statement cypher mql ddl dml aql kql transaction database graphql soql sparql procedure`,
  database: `database db table collection schema index cluster keyspace bucket volume disk partition column row dataset
    documents warehouse`,
  infra: `instance server vm machine cluster node host container pod service deployment namespace project organization
    org workspace tenant environment domain dns zone vpc subnet network bucket repository repo app application site
    account subscription dyno droplet function stack zone sandbox chart release distribution`,
  job: `workflow job pipeline build task scan crawl run process session test tests action flow scenario playbook
    automation runbook recipe schedule agent experiment actor etl dag query monitor spec suite recording`,
  host: `server instance vm machine container service host device daemon app application cluster node computer camera
    system dyno deployment browser emulator simulator robot printer bot debugger gdb process`,
  browser: `browser page tab url web webpage element selector form button link dropdown viewport dom cursor mouse
    keyboard key text window screen frame iframe input coordinate checkbox dialog`,
  device: `light lamp thermostat lock door garage switch fan cover curtain plug climate scene volume tv speaker device
    entity camera siren vacuum alarm bulb`,
  net: `tcp udp socket port ping traceroute http https request url host packet ftp mqtt telnet modbus icmp syn proxy
    endpoint curl fetch whois`,
  file: `file directory folder path document doc content attachment image photo video pdf spreadsheet sheet`,
  trifle: `label tag star reaction emoji like bookmark favorite favourite playlist todo checklist preference sticker
    annotation rating highlight note timer track song folder draft watchlist wishlist wantlist selection vote
    color colour theme badge milestone comment time notification read deck card flashcard habit memory thought`,
  cache: `cache clipboard breakpoint selection history cookie log console session highlight cookies logs reaction
    emoji label tag like favorite bookmark checklist draft star highlight`,
  private: `email mail message inbox contact customer user employee patient member profile account statement payment
    transaction calendar meeting conversation chat transcript lifelog health sleep document file record lead person
    people candidate salary payroll audit log address phone location friend photo screenshot camera recording
    opportunity deal ticket`,
  sensor: `camera screen microphone webcam keystroke keylogger`,
} as const;

/** What a word is about. */
export type Domain = keyof typeof nounDomains;
