/** Words of a server's name that tell its trade. */
export const serverKinds = {
  /** Machines that move. */
  robot: `ros ros2 robot robotics mavlink drone px4 ardupilot modbus plc opcua scada octoprint marlin klipper grbl cnc ur5 arm
    raspberry gpio arduino esp32 printer cups bambu duet`,
  /** Brokers of messages between programs. */
  queue: `kafka rabbitmq sqs sns nats pulsar mqtt activemq eventbridge pubsub eventgrid servicebus redpanda kinesis`,
  /** What runs work by the batch. */
  batch: `spark slurm flink airflow argo nomad dagster prefect dask ray pbs lsf alphafold`,
  travel: `uber lyft bolt grab didi taxi flight flights hotel hotels booking amadeus duffel expedia airbnb rail train trains sncf amtrak travel voyage`,
  ui: `chromium webkit safari puppeteer cypress testcafe xdotool autoit pyautogui playwright puppeteer browser selenium chrome chromedriver webdriver android adb uiautomator uiautomator2 macos
    desktop computer gameboy applescript mobile appium browserbase patchright stagehand gui scrcpy simulator
    browsercat playwrite remote rpa undetected hyperbrowser steel emulator devtools`,
  /** What is measured of systems, asked in languages that can only read. */
  metrics: `prometheus loki thanos mimir victoriametrics victorialogs tempo promql logql`,
  chain: `pumpfun ethers ethersjs web3js viem eth ethereum solana sui aptos wallet crypto web3 blockchain defi jupiter uniswap coti stellar xrpl xrp bitcoin
    evm goat armor pump mantrachain orai flow thirdweb coinbase nft token tokens base polygon near cosmos ton tron
    cardano starknet zksync penumbra safe lightning bsc binancesmartchain avalanche algorand hedera icp dex chronos
    solanatradingserver agentkit metamask phantom foundry raydium launchpad bankless monad sei nano jito helius zap hive story hyperliquid multichain`,
  exchange: `ibkr saxo etoro questrade tastytrade gemini bitfinex coinbaseadvanced kucoin phemex bybit binance ccxt alpaca zerodha kite groww tradovate paradex robinhood trading trade trader broker ibkr
    oanda manifold polymarket kalshi futuur exchange kraken okx kucoin bitget hyperliquid upbit mt5 metatrader futures
    betting bitly bitlyexchange deribit gate mexc dydx tradestation schwab etrade bithumb coinone bitmex bitstamp woo `,
  pay: `gusto deel rippling payroll adp wave freshbooks zuora recurly klarna affirm afterpay razorpay mercadopago paytm paystack flutterwave coinbasecommerce bunq n26 monzo starling brex ramp expensify billcom toss pix sepa girokonto banque banco stripe paypal square squareup chargebee razorpay payman mercury xero quickbooks invoice billing plaid adyen
    zohobooks payment payments paddle mollie braintree wise revolut lemonsqueezy alipay bank banking`,
  mail: `postmark mandrill sparkpost ses fastmail protonmail zohomail klaviyo brevo beehiiv convertkit gmail outlook mail email mailgun sendgrid resend smtp imap agentmail mailchimp postmark outlookmail`,
  chat: `mattermost rocketchat googlechat viber imessage chatwoot gupshup messagebird vonage plivo telnyx sinch bandwidth pushover ntfy gotify slack discord telegram whatsapp teams webex line wechat feishu dingtalk lark chat sms twilio messages message
    messenger discordbot kakao signal matrix zulip mattermost wapulse intercom`,
  social: `pinterest tumblr threads vk naver cafe substack medium hashnode devto ghost twitter x reddit bluesky linkedin mastodon facebook instagram tiktok threads hypefury xhs weibo youtube
    farcaster social bsky`,
  identity: `asgardeo zitadel ory pingidentity onelogin jumpcloud descope stytch supertokens casdoor cognito frontegg workspaceadmin ad activedirectory freeipa authentik authelia logto kinde permit openfga cerbos okta auth0 keycloak iam entra azuread m365 ldap scim tailscale clerk workos authing fusionauth duo cyberark onepassword 1password bitwarden infisical cisa`,
  /** Places where secrets are kept. */
  safe: `vault keeper secretsmanager keyvault conjur akeyless delinea passbolt lockbox hashivault openbao infisical onepassword 1password bitwarden vaultwarden keepass doppler lastpass`,
  guard: `sonicwall zscaler zia zpa zcc zdx paloalto panos illumio fortinet fortigate firewall waf checkpoint sophos crowdstrike sentinelone
    defender netskope opnsense pfsense`,
  forensic: `volatility ghidra ida gdb radare2 forensic reverse virustotal binja x64dbg`,
  pentest: `nmap nmapmcp pentest nuclei burp burpsuite metasploit kali hexstrike sqlmap ffuf gobuster masscan wpscan zap nikto
    hydra recon intruder fuzzer`,
  cloud: `argocd portainer flux ovh scaleway upcloud exoscale openstack nutanix vsphere vmware esxi xen libvirt kvm lxd nomad rancher openshift eks gke aks ecs lambda cloudrun aws azure gcp heroku vercel linode railway kubernetes kubectl k8s docker cloudflare digitalocean terraform
    cloud oci render fly netlify novita daytona e2b proxmox vultr hetzner alibaba alibabacloud`,
  database: `mysql postgres postgresql sqlite mongo mongodb redis clickhouse snowflake bigquery duckdb motherduck neo4j
    memgraph supabase database db sql oceanbase oracle mssql cassandra arangodb airtable firestore kusto
    influxdb cnosdb jdbc firebird dbt tidb dynamodb doris starrocks`,
  index: `elasticsearch chroma qdrant pinecone milvus weaviate meilisearch opensearch solr typesense algolia vespa
    lancedb mem0 rag`,
  shell: `iterm iterm2 winterm tmux shell terminal ssh command cli commander exec cmd powershell sandbox executor interpreter console`,
  home: `nuki hubitat smartthings zigbee zwave shelly sonos ecobee ring wyze eufy aqara homeassistant hass homekit tuya hue assistant iot smart tesla unifi ha nest mqtt emqx`,
  data: `weather wiki wikipedia search arxiv news maps docs documentation stock finance sports movie movies nasa pubmed
    quran bible pokemon trends youtube transcript etherscan coinmarketcap coingecko yahoo alphavantage scholar map amap
    dictionary lol opgg mlb nba football flights hotel airbnb research papers shodan semantic fred census law legal
    explorer blockscout defillama analytics hackernews brave tavily exa perplexity google context7 congress gov`,
  compute: `math calculator calc thinking thought thinker sequential time uuid units convert converter random medcalc
    chart charts reasoning json base64 hash regex ocr nlp`,
  media: `spotify music ableton video image dalle midi audio photo autocad freecad sketchup rhino fusion360 solidworks inkscape krita gimp premiere resolve godot figma blender unity unreal supercollider youtube tts
    davinci canva photoshop imagen flux elevenlabs minimax pollinations`,
  notes: `joplin roam craft appflowy anytype capacities notion obsidian memo note notes todo todoist task tasks ticktick anki memory flomo hackmd simplenote siyuan
    logseq evernote bear things calendar reminder memos knowledge graph`,
  /** What publishes sites: a post is a draft there until somebody says otherwise. */
  cms: `wordpress wp kanka contentful strapi sanity directus drupal joomla webflow elementor`,
  crm: `hubspot salesforce crm zoho pipedrive hubspotcrmapi insightly frontapp recrm recrmio attio piperun pylon`,
  repo: `gitea forgejo codeberg sourcehut gerrit phabricator redmine youtrack shortcut github gitlab git gitee bitbucket jira confluence atlassian linear azuredevops devops azdo clickup asana trello
    plane sentry datadog grafana jenkins bitrise buildkite circleci`,
  llm: `openai gemini claude deepseek gpt llm ollama dify mistral perplexity grok model models ai agent agents`,
} as const;

/** A trade of servers. */
export type ServerKind = keyof typeof serverKinds;
