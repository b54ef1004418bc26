/**
 * Words of names that are no verbs and that no sense is known of: qualities, numbers, measures, sciences, games. What
 * is none of these, no noun and no verb of the lexicons is a word that nobody knows, and may be the verb.
 */
export const plainWords: ReadonlySet<string> = new Set(
  `random current recent all similar custom web local simple advanced basic full long short quick fast slow big small large
  daily weekly monthly yearly annual hourly today tomorrow yesterday current latest new old first second third last next
  previous best worst top hot cold warm popular trending related relevant public private official open closed active
  inactive available missing empty raw clean main other same different single double multi multiple mixed mobile online
  offline live static dynamic smart deep shallow visual audio digital physical virtual native remote internal external
  global regional national international federal local foreign domestic personal social human natural artificial
  scientific medical legal technical financial economic political historical modern ancient general special specific
  common rare free paid pro premium standard default extra extended enhanced integrated structured unstructured dynamic
  relative absolute average total partial maximum minimum max min sum mean median mode positive negative left right
  up down in out on off over under front back inner outer upper lower high low near far north south east west
  red green blue black white yellow dark light gold silver
  summary balance price usage activity weather example matrix gas distance markdown reference size leaderboard number
  language information documentation maintenance date direction model structure series state currency history quality
  home json yaml xml csv html css http https protocol method children operation result guide performance threat month
  year day hour minute second week quarter season core platform face magic context one two three four five six seven
  eight nine ten commodity oil progress practice competitor finder citation author publication journal school college
  university century champion leader skin renewal standing combination verse chapter book division atc compound drug
  indication mechanism molecule organism protein gene genome target tissue descriptor readable internet hotspot
  aggregator headline hour framework square root sine cosine tangent sin cos tan degree radian quadratic cubic
  determinant inverse gradient divergence laplacian derivative integral trend npm readme compatibility alternative array
  union intersection response faucet strategy library pattern xpath sequential outcome journey cloud sideboard menu
  absorption spectrum criteria fluid sodium calcium elevation organic instant ecommerce business enterprise sitemap
  abstract parent child bicycling driving walking transit traffic financials investor behavior behaviour behaviors
  playback tactic technique beacon holder athlete profit loss gain trace insight skill experience education industry
  category language original metric partial percent percentage ratio arrival departure crowding carpark travel space
  brain duration temperature humidity pressure wind rain snow sunrise sunset moon tide wave planet star galaxy earth
  mars solar lunar asteroid comet exoplanet film movie actor director species starship vehicle pokemon dragon
  name names term terms word words letter sign symbol emoji phrase poem joke riddle quote idiom proverb lyric couplet
  horoscope zodiac holiday timezone calendar clock time times epoch timestamp geo latitude longitude coordinate location
  country region city town street postcode zipcode state province district continent capital population
  sport league team player match score goal club tournament championship cup race round
  recipe ingredient food drink coffee tea wine beer fruit vegetable meat fish corn wheat cotton sugar rice copper aluminum
  gdp cpi inflation unemployment retail income earnings revenue revenues dividend yield ticker symbol index indices
  rsi sma ema macd adx atr obv cci vwap bollinger stochastic candle candles ohlc ohlcv orderbook liquidity holder
  and or not with without for from to of the a an at by as is be no yes if else then
  api apis tool tools mcp server client service plugin extension extensions sdk cli app apps v1 v2 v3 beta alpha legacy
  batch bulk async sync stream streaming single multi auto util utils utility helper helpers toolkit kit lib
  deps dependency dependencies package packages module modules class classes function functions variable object objects
  utils core base root index main default config meta metadata id ids uuid key keys value values field fields
  type types kind kinds format formats version versions status state states level levels count counts total totals
  storage memory cpu gpu ram disk network traffic bandwidth latency throughput availability health uptime
  seller buyer shop shopping market marketplace store product products sale deal discount coupon brand
  insights analytics statistics stats metrics kpi dashboard chart graph plot table grid list tree map heatmap
  opinion sentiment emotion mood feeling opinion personality character persona avatar
  nearest closest farthest biggest smallest oldest newest upcoming past future pending done overdue
  garbage trash idea ideas topic topics subject subjects category categories section sections segment
  percentile quantile variance deviation correlation regression distribution probability statistic remainder modulo
  factorial fibonacci prime gcd lcm permutation permutations sqrt cbrt pow power exponent log logarithm
  md5 sha1 sha sha256 sha512 crc32 base64 base58 hex binary decimal octal ascii unicode utf8 qrcode barcode
  google amazon apple microsoft facebook meta instagram tiktok youtube twitter linkedin reddit github gitlab spotify
  yahoo bing baidu wikipedia arxiv pubmed openai gemini claude anthropic mysql postgres sqlite redis mongo aws azure gcp`
    .trim()
    .split(/\s+/),
);
