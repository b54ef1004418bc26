/** What was found by looking, and what became of it: the end of the page, kept by hand. */
export const found = `- A store that could not free a call's slots ended the process, and every call with it. Now the operator is notified, and a failed
  release no longer changes the client's answer (\`test/adversarial/gateway/faults.test.ts\`).
- Two definitions that differ beyond the precision of a double had the same hash, so one could replace the other
  unseen. One with \`1e400\` in it cost its server the whole list. Now numbers are hashed as they are written
  (\`src/protocol/exact-hash.test.ts\`, \`test/fuzz/definitions\`).
- When the end of a call could not be recorded, the record named another outcome than the client got
  (\`test/adversarial/gateway/faults.test.ts\`).
- Node goes on reading after an answer that ends its connection. So the bytes behind a refused request, whose end parsers may disagree
  on, were judged and forwarded. Now nothing is read there (\`test/adversarial/edge/node-parser.test.ts\`).
- A server's hint that is no boolean counted as absent, and slipped past a rule that refuses destructive tools. Now it is unknown, and
  so the call is refused (cases written only from the language's text).
- Records of a killed process were never filed if workers followed a single process, or the reverse
  (\`test/services/remains.service.ts\`).
- A gateway kept the tools and the counts of every grant that had come and gone; two hours of its life
  showed it (\`src/composition/succession.test.ts\`). It still keeps a digest for each session that was ended, at most 100,000 of them.
- When a policy hid a tool, no listening client was notified; it went on offering the tool until it asked again
  (\`test/e2e/changed-lists.test.ts\`, found while a stream was tried through proxies).
- In a rush of two thousand connections, those that were refused were read, and refused, again and again: in two of seven rushes 4 % of
  the goodput was left (\`src/gateway/http/shedding.test.ts\`).
- A run of dots, zeros or letters was scanned again from each of its characters. A path in an argument held the process for seconds, a time
  for minutes, and so did a tool's description; \`toolgate scan\` did not end on an invalid version (\`src/policy/judge/steps.test.ts\`,
  \`src/definitions/findings.test.ts\`, \`src/clients/scan/scan.test.ts\`; \`npm run style\` finds the class of it).
- A request held back short of its last byte was judged by the policy, and let in by the grant, of when it began: calls could be kept in
  store for half a minute, until after they had been forbidden (\`test/adversarial/gateway/meanwhile.test.ts\`).
- Answers that their client did not read counted for nothing: two hundred of 4 MB held 1.5 GB for as long as the client liked
  (\`test/adversarial/gateway/unread.test.ts\`). Lists of a server were bounded page by page and not in sum (\`endless-lists.test.ts\`).
- After a server had moved to another address, it was shown the session id that the old server had given, and sessions resumed
  there without a handshake (\`test/adversarial/gateway/moved.test.ts\`).
- The dialog for a link of a server named no host for \`javascript:\`, and the wrong one where two readers differ
  (\`src/gateway/link-host.test.ts\`).
- An API key made with an API key outlived its maker's rights, and counted as a second person beside its maker: one person could agree
  twice. One-time links outlived them, too (\`test/control/accounts.test.ts\`, \`test/control/approvals.test.ts\`).
- Rights went on for as long as a body, a stream or an export did. An administrator who was removed while the body of a request of theirs was
  on its way made an API key that nobody took away any more; a password that was replaced while it was hashed opened a session all the same
  (\`test/control/losing-rights.test.ts\`).
- The API read a body before it asked for the permission: a stranger's 29 MB with 400,000 names held the gateway for two seconds
  (\`test/control/permissions.test.ts\`).
- One person put a policy of a server that wants two in force, by a session and a key, or by a key that made another
  (\`src/control/verbs/registry.test.ts\`).
- A connection to a server kept the call that it was dialled for, that call kept older connections, and they theirs. Two hours of life
  showed 1,272 sockets at one look and 103 at another (\`src/egress/let-go.test.ts\`).
- The verdicts on that life compared its two ends, and passed it. Now the highest look counts, and the line through all of them. By that line
  a life that had passed had two more leaks: that a grant had been used was remembered after it was gone, and a revoked grant
  stayed in two maps until 512 others had followed it (\`src/composition/succession.test.ts\`, \`src/snapshot/layered-map.test.ts\`).
- A repository that called itself \`toolgate\` brought its own data folder: \`init\` kept its policies, and \`init --undo\` wrote any file
  whose bytes its author knew. A pipe in the place of a client's file held a command for ever, a link to a device took all memory, two commands
  at once forgot each other's changes, and a full disk left half a policy (\`src/cli/clients/hostile-files.test.ts\`).
- A call's record told everybody who may read calls the argument by which a limit counts, and the amount that it counts, though
  policies had kept no value (\`test/e2e/values-of-arguments.test.ts\`).
- An export whose reader had stopped reading was kept for as long as the gateway ran, with a page of 500 records of any length for each
  (\`test/adversarial/edge/unread-stream.test.ts\`, \`src/control/records/page-of-stream.test.ts\`).
- The smuggling campaign itself looped over a chunk of negative length, ended its own session with a valid \`DELETE\`, and mistook
  a call whose mark had been changed into another's for that other call: 5,000 streams were too few to show it.
- A PostgreSQL that was set back under running gateways (a restored dump, a standby that had not everything) was followed no more: a stop
  was said to be in force and was not, until as many changes had been made as were lost; approvals that had been used were good again
  (\`test/services/replicas/set-back.service.ts\`). Where nothing was lost but the use of an approval, nobody noticed, and it was used again.
- What was decided about a definition while a gateway started was not known there until the next decision, and an answer of the store that
  came late undid a newer one (\`src/composition/governance.test.ts\`, \`src/definitions/pins.test.ts\`).
- A call that waited for its record, its limits or the server's handshake went out although its policy had been tightened or its
  definition rejected meanwhile, or the gateway had stood still for an hour (\`test/adversarial/gateway/meanwhile.test.ts\`, \`stale.test.ts\`).
- A gateway's clock stood still while its machine was suspended: grants, approvals and hours of a policy were behind by as much
  until its next start (\`src/composition/follow-suspension.test.ts\`).
- A body was kept as the list of its pieces. An answer in pieces of one byte took 135 times its size, and one within its cap could have ended
  the process (\`src/kernel/coming-body.test.ts\`). 30 MB of numbers were scanned in one turn, and notifications that nobody wants were read
  as fast as they came: others waited for up to half a second (\`src/protocol/json/walk.test.ts\`, \`src/egress/reading-in-turns.test.ts\`).
- Whether a server's template and a pattern have a URI in common took as long as the product of their lengths: one template of a megabyte
  held the gateway up for half a minute (\`src/policy/uri/template.test.ts\`).
- A server that listed other tools each time left an event on record for each list, and each definition was remembered for good
  (\`test/control/flood-of-definitions.test.ts\`).
- Where a failover lost nothing but that an approval was used, nobody noticed, and the same call went through once more, unasked
  (\`test/services/replicas/set-back.service.ts\`).
- A number that was mistyped on the command line (\`--max-concurrency 1O\`) lifted the limit that it was to set
  (\`src/cli/option-values.test.ts\`).
- What the dashboard's pages ask by themselves counted as use: a session that nobody used ended after seven days instead of twelve hours
  (\`test/control/accounts.test.ts\`).
- The look at a call right before its first byte hid from its test a planted bug: that one which had waited for its server's tools
  was judged by what was in force before (\`test/adversarial/gateway/meanwhile.test.ts\`).
- A call that waited, for its server's tools or for a person, was judged by what was in force then, and sent to its server as that was before:
  at its old address, with its old credentials. Two of a thousand changes on a busy machine showed it
  (\`test/adversarial/gateway/meanwhile.test.ts\`).
`;
