import type { ErrorRow, Group } from './case.ts';

/** Texts that are no policy: where the first error is said to be, and the nearest known word (section 7, "Pointers"). */
export const errors: readonly Group<ErrorRow>[] = [
  {
    says: 'A document is read strictly: nothing is ignored',
    rows: [
      ['', ' 1:1'],
      [' ', ' 1:2'],
      ['{', ' 1:2'],
      ['[]', ' 1:1'],
      ['null', ' 1:1'],
      ['"1"', ' 1:1'],
      ['5', ' 1:1'],
      ['{}', ' 1:1'],
      ['\ufeff{"version":"1","default":"deny"}', ' 1:1'],
      ['{"version":"1","default":"deny",}', ' 1:33'],
      ['{"version":"1" "default":"deny"}', ' 1:16'],
      ["{'version':'1'}", ' 1:2'],
      ['{"version":"1","default":"deny"} x', ' 1:34'],
      ['{"version":"1","default":"deny"}{}', ' 1:33'],
      ['// c\n{"version":"1","default":"deny"}', ' 1:1'],
      ['{"version":"1","default":"deny","description":"\t"}', '/description 1:48'],
      ['{"version":"1","default":"deny","description":"\\ud800"}', '/description 1:47'],
      ['{"version":1,"default":"deny"}', '/version 1:12', '1'],
      ['{"version":"2","default":"deny"}', '/version 1:12'],
      ['{"version":"1"}', ' 1:1'],
      ['{"default":"deny"}', ' 1:1'],
      ['{"version":"1","default":"Deny"}', '/default 1:26', 'deny'],
      ['{"version":"1","default":null}', '/default 1:26'],
      ['{"version":"1","default":"deny","defualt":"allow"}', '/defualt 1:33', 'default'],
      ['{"version":"1","default":"deny","default":"allow"}', '/default 1:33'],
      ['{"version":"1","default":"deny",\n "d\\u0065fault":"allow"}', '/default 2:2'],
      ['{"version":"1","default":"deny","__proto__":{}}', '/__proto__ 1:33'],
      ['{"version":"1","default":"deny","constructor":{}}', '/constructor 1:33'],
      ['{"version":"1","default":"deny","mode":"observer"}', '/mode 1:40', 'observe'],
      ['{"version":"1","default":"deny","mode":true}', '/mode 1:40'],
      ['{"version":"1","default":"deny","$schema":5}', '/$schema 1:43'],
      ['{"version":"1","default":"deny","$scheme":"x"}', '/$scheme 1:33', '$schema'],
      ['{"version":"1","default":"deny","description":"a\\nb"}', 'valid'],
      ['{"version":"1","default":"deny","description":"a\\tb"}', '/description 1:47'],
      ['{"version":"1","default":"deny","description":"💡💡","mod":"observe"}', '/mod 1:52', 'mode'],
      ['{\r\n"version":"1",\r\n"default":"dny"}', '/default 3:11', 'deny'],
    ],
  },
  {
    says: 'hide: tool-name patterns',
    rows: [
      ['{"version":"1","default":"deny","hide":"*"}', '/hide 1:40'],
      ['{"version":"1","default":"deny","hide":["a b"]}', '/hide/0 1:41'],
      ['{"version":"1","default":"deny","hide":[""]}', '/hide/0 1:41'],
      ['{"version":"1","default":"deny","hide":[5]}', '/hide/0 1:41'],
      ['{"version":"1","default":"deny","hide":{}}', '/hide 1:40'],
    ],
  },
  {
    says: 'Tool rules; a pattern that could match no callable name is an error',
    rows: [
      ['{"version":"1","default":"deny","tools":[]}', '/tools 1:41'],
      ['{"version":"1","default":"deny","tools":{"a b":{}}}', '/tools/a b 1:48'],
      ['{"version":"1","default":"deny","tools":{"":{}}}', '/tools/ 1:45'],
      ['{"version":"1","default":"deny","tools":{"a/b":{}}}', '/tools/a~1b 1:48'],
      ['{"version":"1","default":"deny","tools":{"é*":{}}}', '/tools/é* 1:47'],
      ['{"version":"1","default":"deny","tools":{"t":null}}', '/tools/t 1:46'],
      ['{"version":"1","default":"deny","tools":{"t":true}}', '/tools/t 1:46'],
      ['{"version":"1","default":"deny","tools":{"t":{},"t":{}}}', '/tools/t 1:49'],
      ['{"version":"1","default":"deny","tools":{"t":{"action":"dney"}}}', '/tools/t/action 1:56', 'deny'],
      [
        '{"version":"1","default":"deny","tools":{"t":{"action":"approve"}}}',
        '/tools/t/action 1:56',
        'require_approval',
      ],
      ['{"version":"1","default":"deny","tools":{"t":{"actoin":"deny"}}}', '/tools/t/actoin 1:47', 'action'],
      ['{"version":"1","default":"deny","tools":{"t":{"reason":5}}}', '/tools/t/reason 1:56'],
      ['{"version":"1","default":"deny","tools":{"t":{"action":"deny","reason":"a\\nb"}}}', '/tools/t/reason 1:72'],
      ['{"version":"1","default":"deny","tools":{"t":{"action":"deny","reason":"a\\u0085b"}}}', '/tools/t/reason 1:72'],
      ['{"version":"1","default":"deny","tools":{"t":{"$schema":"x"}}}', '/tools/t/$schema 1:47'],
    ],
  },
  {
    says: 'all_tools: require, deny_if, approve_if, limits, concurrency',
    rows: [
      ['{"version":"1","default":"deny","all_tools":{"action":"deny"}}', '/all_tools/action 1:46'],
      [
        '{"version":"1","default":"deny","all_tools":{"rate_limit":{"max":1,"window":1}}}',
        '/all_tools/rate_limit 1:46',
      ],
      ['{"version":"1","default":"deny","all_tools":[]}', '/all_tools 1:45'],
      ['{"version":"1","default":"deny","all_tools":{"arguments":{}}}', '/all_tools/arguments 1:46'],
    ],
  },
  {
    says: 'conditions absent, [] in require, empty all or any are errors; on_deny only beside conditions; conditions nest 16 deep at most',
    rows: [
      ['{"version":"1","default":"deny","tools":{"t":{"require":{}}}}', '/tools/t/require 1:57'],
      ['{"version":"1","default":"deny","tools":{"t":{"require":[{}]}}}', '/tools/t/require/0 1:58'],
      ['{"version":"1","default":"deny","tools":{"t":{"require":[5]}}}', '/tools/t/require/0 1:58'],
      [
        '{"version":"1","default":"deny","tools":{"t":{"require":[{"conditions":[]}]}}}',
        '/tools/t/require/0/conditions 1:72',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"require":[{"conditions":[{"path":"args.x","op":"exists"}],"on_deny":5}]}}}',
        '/tools/t/require/0/on_deny 1:116',
      ],
      ['{"version":"1","default":"deny","tools":{"t":{"require":[{"on_deny":"x"}]}}}', '/tools/t/require/0 1:58'],
      [
        '{"version":"1","default":"deny","tools":{"t":{"require":[{"path":"args.x","op":"exists","on_deny":"x"}]}}}',
        '/tools/t/require/0/on_deny 1:89',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"require":[{"conditions":[{"path":"args.x","op":"exists"}],"reason":"x"}]}}}',
        '/tools/t/require/0/reason 1:106',
        'on_deny',
      ],
      ['{"version":"1","default":"deny","tools":{"t":{"deny_if":[{}]}}}', '/tools/t/deny_if/0 1:58'],
      [
        '{"version":"1","default":"deny","tools":{"t":{"deny_if":[{"path":"args.x","op":"exists"}]}}}',
        '/tools/t/deny_if/0 1:58',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"deny_if":[{"conditions":{}}]}}}',
        '/tools/t/deny_if/0/conditions 1:72',
      ],
      ['{"version":"1","default":"deny","tools":{"t":{"deny_if":[[]]}}}', '/tools/t/deny_if/0 1:58'],
      ['{"version":"1","default":"deny","tools":{"t":{"require":[{"path":"args.x"}]}}}', '/tools/t/require/0 1:58'],
      [
        '{"version":"1","default":"deny","tools":{"t":{"require":[{"path":"args.x","op":"eq"}]}}}',
        '/tools/t/require/0 1:58',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"require":[{"path":"args.x","op":"eq","val":1}]}}}',
        '/tools/t/require/0/val 1:85',
        'value',
      ],
      ['{"version":"1","default":"deny","tools":{"t":{"require":[{"all":[]}]}}}', '/tools/t/require/0/all 1:65'],
      ['{"version":"1","default":"deny","tools":{"t":{"require":[{"any":[]}]}}}', '/tools/t/require/0/any 1:65'],
      ['{"version":"1","default":"deny","tools":{"t":{"require":[{"any":{}}]}}}', '/tools/t/require/0/any 1:65'],
      ['{"version":"1","default":"deny","tools":{"t":{"require":[{"not":[]}]}}}', '/tools/t/require/0/not 1:65'],
      ['{"version":"1","default":"deny","tools":{"t":{"require":[{"not":{}}]}}}', '/tools/t/require/0/not 1:65'],
      [
        '{"version":"1","default":"deny","tools":{"t":{"require":[{"all":[{"path":"args.x","op":"exists"}],"path":"args.x"}]}}}',
        '/tools/t/require/0/path 1:99',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"require":[{"path":5,"op":"exists"}]}}}',
        '/tools/t/require/0/path 1:66',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"require":[{"not":{"not":{"not":{"not":{"not":{"not":{"not":{"not":{"not":{"not":{"not":{"not":{"not":{"not":{"not":{"not":{"path":"args.x","op":"exists"}}}}}}}}}}}}}}}}}]}}}',
        '/tools/t/require/0/not/not/not/not/not/not/not/not/not/not/not/not/not/not/not/not 1:170',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"require":[{"not":{"not":{"not":{"not":{"not":{"not":{"not":{"not":{"not":{"not":{"not":{"not":{"not":{"not":{"not":{"path":"args.x","op":"exists"}}}}}}}}}}}}}}}}]}}}',
        'valid',
      ],
    ],
  },
  {
    says: 'approval: timeout and hold in window grammar, count >= 1',
    rows: [
      [
        '{"version":"1","default":"deny","tools":{"t":{"approve_if":[{"conditions":[],"on_deny":"x"}]}}}',
        '/tools/t/approve_if/0/on_deny 1:78',
        'reason',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"approve_if":[{"conditions":[],"timeout":"1 hour"}]}}}',
        '/tools/t/approve_if/0/timeout 1:88',
        'hour',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"approve_if":[{"conditions":[],"hold":"1h"}]}}}',
        '/tools/t/approve_if/0/hold 1:78',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"approve_if":[{"conditions":[],"approvers":{"count":0}}]}}}',
        '/tools/t/approve_if/0/approvers/count 1:99',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"approve_if":[{"conditions":[],"approvers":{"groups":[]}}]}}}',
        '/tools/t/approve_if/0/approvers/groups 1:100',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"approve_if":[{"conditions":[],"approvers":["ops"]}]}}}',
        '/tools/t/approve_if/0/approvers 1:90',
      ],
      ['{"version":"1","default":"deny","tools":{"t":{"approval":{"timeout":0}}}}', '/tools/t/approval/timeout 1:69'],
      [
        '{"version":"1","default":"deny","tools":{"t":{"approval":{"approvers":{"group":["a"]}}}}}',
        '/tools/t/approval/approvers/group 1:72',
        'groups',
      ],
      ['{"version":"1","default":"deny","approval":{"timeout":"1y"}}', '/approval/timeout 1:55', 'day'],
    ],
  },
  {
    says: 'A value with which the operator could never hold, or always holds, is an error',
    rows: [
      ['{"version":"1","default":"deny","tools":{"t":{"require":[{"op":"eq","value":1}]}}}', '/tools/t/require/0 1:58'],
      [
        '{"version":"1","default":"deny","tools":{"t":{"require":[{"path":"args.x","op":"equal","value":1}]}}}',
        '/tools/t/require/0/op 1:80',
        'eq',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"require":[{"path":"args.x","op":"EQ","value":1}]}}}',
        '/tools/t/require/0/op 1:80',
        'eq',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"require":[{"path":"args.x","op":"starts_wiht","value":"a"}]}}}',
        '/tools/t/require/0/op 1:80',
        'starts_with',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"require":[{"path":"args.x","op":5,"value":1}]}}}',
        '/tools/t/require/0/op 1:80',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"require":[{"path":"args.x","op":"eq","value":1,"note":"x"}]}}}',
        '/tools/t/require/0/note 1:95',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"require":[{"path":"tool.annotations.readOnlyHint","op":"eq","value":true}]}}}',
        '/tools/t/require/0/path 1:66',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"require":[{"not":{"path":"tool.annotations.readOnlyHint","op":"eq","value":true}}]}}}',
        '/tools/t/require/0/not/path 1:73',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"require":[{"path":"args.x","op":"in","value":[]}]}}}',
        '/tools/t/require/0/value 1:93',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"require":[{"path":"args.x","op":"in","value":"a"}]}}}',
        '/tools/t/require/0/value 1:93',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"require":[{"path":"args.x","op":"not_in","value":[]}]}}}',
        '/tools/t/require/0/value 1:97',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"require":[{"path":"args.x","op":"lt","value":"abc"}]}}}',
        '/tools/t/require/0/value 1:93',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"require":[{"path":"args.x","op":"gte","value":true}]}}}',
        '/tools/t/require/0/value 1:94',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"require":[{"path":"args.x","op":"lt","value":null}]}}}',
        '/tools/t/require/0/value 1:93',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"require":[{"path":"args.x","op":"lt","value":"2026-01-01"}]}}}',
        '/tools/t/require/0/value 1:93',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"require":[{"path":"args.x","op":"exists","value":"yes"}]}}}',
        '/tools/t/require/0/value 1:97',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"require":[{"path":"args.x","op":"exists","value":null}]}}}',
        '/tools/t/require/0/value 1:97',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"require":[{"path":"args.x","op":"regex","value":""}]}}}',
        '/tools/t/require/0/value 1:96',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"require":[{"path":"args.x","op":"regex","value":"("}]}}}',
        '/tools/t/require/0/value 1:96',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"require":[{"path":"args.x","op":"regex","value":"(?=a)"}]}}}',
        '/tools/t/require/0/value 1:96',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"require":[{"path":"args.x","op":"regex","value":"(a)\\\\1"}]}}}',
        '/tools/t/require/0/value 1:96',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"require":[{"path":"args.x","op":"regex","value":5}]}}}',
        '/tools/t/require/0/value 1:96',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"require":[{"path":"args.x","op":"regex","value":"(a{1,100}){1,100}"}]}}}',
        '/tools/t/require/0/value 1:96',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"require":[{"path":"args.x","op":"fullmatch","value":""}]}}}',
        '/tools/t/require/0/value 1:100',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"require":[{"path":"args.x","op":"starts_with","value":""}]}}}',
        '/tools/t/require/0/value 1:102',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"require":[{"path":"args.x","op":"ends_with","value":""}]}}}',
        '/tools/t/require/0/value 1:100',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"require":[{"path":"args.x","op":"glob","value":""}]}}}',
        '/tools/t/require/0/value 1:95',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"require":[{"path":"args.x","op":"glob","value":["a"]}]}}}',
        '/tools/t/require/0/value 1:95',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"require":[{"path":"args.x","op":"length_lte","value":-1}]}}}',
        '/tools/t/require/0/value 1:101',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"require":[{"path":"args.x","op":"length_gte","value":0}]}}}',
        '/tools/t/require/0/value 1:101',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"require":[{"path":"args.x","op":"length_lte","value":1.5}]}}}',
        '/tools/t/require/0/value 1:101',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"require":[{"path":"args.x","op":"length_lte","value":"5"}]}}}',
        '/tools/t/require/0/value 1:101',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"require":[{"path":"args.x","op":"type","value":"integer"}]}}}',
        '/tools/t/require/0/value 1:95',
        'number',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"require":[{"path":"args.x","op":"type","value":"strnig"}]}}}',
        '/tools/t/require/0/value 1:95',
        'string',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"require":[{"path":"args.x","op":"type","value":["string"]}]}}}',
        '/tools/t/require/0/value 1:95',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"require":[{"path":"args.x","op":"path_within","value":"/srv"}]}}}',
        '/tools/t/require/0/value 1:102',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"require":[{"path":"args.x","op":"path_within","value":[]}]}}}',
        '/tools/t/require/0/value 1:102',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"require":[{"path":"args.x","op":"path_within","value":["srv"]}]}}}',
        '/tools/t/require/0/value/0 1:103',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"require":[{"path":"args.x","op":"path_within","value":["/srv/../etc"]}]}}}',
        '/tools/t/require/0/value/0 1:103',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"require":[{"path":"args.x","op":"path_within","value":["/a",5]}]}}}',
        '/tools/t/require/0/value/1 1:108',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"require":[{"path":"args.x","op":"host_in","value":[]}]}}}',
        '/tools/t/require/0/value 1:98',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"require":[{"path":"args.x","op":"host_in","value":["https://a.example"]}]}}}',
        '/tools/t/require/0/value/0 1:99',
        'a.example',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"require":[{"path":"args.x","op":"host_in","value":["a.*.example"]}]}}}',
        '/tools/t/require/0/value/0 1:99',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"require":[{"path":"args.x","op":"host_in","value":["*"]}]}}}',
        '/tools/t/require/0/value/0 1:99',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"require":[{"path":"args.x","op":"host_in","value":["a.example/x"]}]}}}',
        '/tools/t/require/0/value/0 1:99',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"require":[{"path":"args.x","op":"host_in","value":["a.example:99999"]}]}}}',
        '/tools/t/require/0/value/0 1:99',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"require":[{"path":"args.x","op":"host_in","value":"a.example"}]}}}',
        '/tools/t/require/0/value 1:98',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"require":[{"path":"args.x","op":"public_host","value":false}]}}}',
        '/tools/t/require/0/value 1:102',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"require":[{"path":"args.x","op":"public_host","value":"true"}]}}}',
        '/tools/t/require/0/value 1:102',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"require":[{"path":"args.x","op":"in_cidr","value":[]}]}}}',
        '/tools/t/require/0/value 1:98',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"require":[{"path":"args.x","op":"in_cidr","value":["10.0.0.1/8"]}]}}}',
        '/tools/t/require/0/value/0 1:99',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"require":[{"path":"args.x","op":"in_cidr","value":["10.0.0.0/33"]}]}}}',
        '/tools/t/require/0/value/0 1:99',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"require":[{"path":"args.x","op":"in_cidr","value":["010.0.0.0/8"]}]}}}',
        '/tools/t/require/0/value/0 1:99',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"require":[{"path":"args.x","op":"in_cidr","value":["fe80::/129"]}]}}}',
        '/tools/t/require/0/value/0 1:99',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"require":[{"path":"args.x","op":"in_cidr","value":["10.0.0.0/08"]}]}}}',
        '/tools/t/require/0/value/0 1:99',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"require":[{"path":"args.x","op":"in_cidr","value":["example.com"]}]}}}',
        '/tools/t/require/0/value/0 1:99',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"require":[{"path":"args.x","op":"in_cidr","value":"10.0.0.0/8"}]}}}',
        '/tools/t/require/0/value 1:98',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"require":[{"path":"args.x","op":"eq","value":9007199254740993}]}}}',
        '/tools/t/require/0/value 1:93',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"require":[{"path":"args.x","op":"eq","value":1e400}]}}}',
        '/tools/t/require/0/value 1:93',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"require":[{"path":"args.x","op":"eq","value":100.00000000000000001}]}}}',
        '/tools/t/require/0/value 1:93',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"require":[{"path":"args.x","op":"eq","value":1e16}]}}}',
        'valid',
      ],
    ],
  },
  {
    says: 'A path the engine does not know is an error when the document is read',
    rows: [
      [
        '{"version":"1","default":"deny","tools":{"t":{"require":[{"all":[{"path":"args.x","op":"exists"}],"any":[{"path":"args.x","op":"exists"}]}]}}}',
        '/tools/t/require/0/any 1:99',
        'all',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"deny_if":[{"conditions":[{"path":"arg.x","op":"exists"}]}]}}}',
        '/tools/t/deny_if/0/conditions/0/path 1:81',
        'args',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"deny_if":[{"conditions":[{"path":"args.","op":"exists"}]}]}}}',
        '/tools/t/deny_if/0/conditions/0/path 1:81',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"deny_if":[{"conditions":[{"path":"args..x","op":"exists"}]}]}}}',
        '/tools/t/deny_if/0/conditions/0/path 1:81',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"deny_if":[{"conditions":[{"path":"args.1a","op":"exists"}]}]}}}',
        '/tools/t/deny_if/0/conditions/0/path 1:81',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"deny_if":[{"conditions":[{"path":"args[a]","op":"exists"}]}]}}}',
        '/tools/t/deny_if/0/conditions/0/path 1:81',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"deny_if":[{"conditions":[{"path":"args[01]","op":"exists"}]}]}}}',
        '/tools/t/deny_if/0/conditions/0/path 1:81',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"deny_if":[{"conditions":[{"path":"args[-1]","op":"exists"}]}]}}}',
        '/tools/t/deny_if/0/conditions/0/path 1:81',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"deny_if":[{"conditions":[{"path":"args[\\"a]","op":"exists"}]}]}}}',
        '/tools/t/deny_if/0/conditions/0/path 1:81',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"deny_if":[{"conditions":[{"path":"args[\'a\']","op":"exists"}]}]}}}',
        '/tools/t/deny_if/0/conditions/0/path 1:81',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"deny_if":[{"conditions":[{"path":"args.x[*][*][*][*][*]","op":"exists"}]}]}}}',
        '/tools/t/deny_if/0/conditions/0/path 1:81',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"deny_if":[{"conditions":[{"path":"","op":"exists"}]}]}}}',
        '/tools/t/deny_if/0/conditions/0/path 1:81',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"deny_if":[{"conditions":[{"path":"x","op":"exists"}]}]}}}',
        '/tools/t/deny_if/0/conditions/0/path 1:81',
        'args.x',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"deny_if":[{"conditions":[{"path":"clientInfo.name","op":"exists"}]}]}}}',
        '/tools/t/deny_if/0/conditions/0/path 1:81',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"deny_if":[{"conditions":[{"path":"grant","op":"exists"}]}]}}}',
        '/tools/t/deny_if/0/conditions/0/path 1:81',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"deny_if":[{"conditions":[{"path":"grant.id","op":"exists"}]}]}}}',
        '/tools/t/deny_if/0/conditions/0/path 1:81',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"deny_if":[{"conditions":[{"path":"grant.tags","op":"exists"}]}]}}}',
        '/tools/t/deny_if/0/conditions/0/path 1:81',
        'grant.tags',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"deny_if":[{"conditions":[{"path":"grant.tags.a.b","op":"exists"}]}]}}}',
        '/tools/t/deny_if/0/conditions/0/path 1:81',
        'grant.tags',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"deny_if":[{"conditions":[{"path":"user","op":"exists"}]}]}}}',
        '/tools/t/deny_if/0/conditions/0/path 1:81',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"deny_if":[{"conditions":[{"path":"user.name","op":"exists"}]}]}}}',
        '/tools/t/deny_if/0/conditions/0/path 1:81',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"deny_if":[{"conditions":[{"path":"user.groups.x","op":"exists"}]}]}}}',
        '/tools/t/deny_if/0/conditions/0/path 1:81',
        'user.groups',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"deny_if":[{"conditions":[{"path":"user.emial","op":"exists"}]}]}}}',
        '/tools/t/deny_if/0/conditions/0/path 1:81',
        'user.email',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"deny_if":[{"conditions":[{"path":"session","op":"exists"}]}]}}}',
        '/tools/t/deny_if/0/conditions/0/path 1:81',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"deny_if":[{"conditions":[{"path":"server.name","op":"exists"}]}]}}}',
        '/tools/t/deny_if/0/conditions/0/path 1:81',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"deny_if":[{"conditions":[{"path":"tool.nme","op":"exists"}]}]}}}',
        '/tools/t/deny_if/0/conditions/0/path 1:81',
        'tool.name',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"deny_if":[{"conditions":[{"path":"tool.annotations.readOnly","op":"exists"}]}]}}}',
        '/tools/t/deny_if/0/conditions/0/path 1:81',
        'tool.annotations.readOnlyHint',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"deny_if":[{"conditions":[{"path":"time","op":"exists"}]}]}}}',
        '/tools/t/deny_if/0/conditions/0/path 1:81',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"deny_if":[{"conditions":[{"path":"time.minute","op":"exists"}]}]}}}',
        '/tools/t/deny_if/0/conditions/0/path 1:81',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"deny_if":[{"conditions":[{"path":"time.hours","op":"exists"}]}]}}}',
        '/tools/t/deny_if/0/conditions/0/path 1:81',
        'time.hour',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"deny_if":[{"conditions":[{"path":"item.x","op":"exists"}]}]}}}',
        '/tools/t/deny_if/0/conditions/0/path 1:81',
        'time',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"deny_if":[{"conditions":[{"path":"ARGS.x","op":"exists"}]}]}}}',
        '/tools/t/deny_if/0/conditions/0/path 1:81',
        'args',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"deny_if":[{"conditions":[{"path":"args.x ","op":"exists"}]}]}}}',
        '/tools/t/deny_if/0/conditions/0/path 1:81',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"deny_if":[{"conditions":[{"path":"$.args.x","op":"exists"}]}]}}}',
        '/tools/t/deny_if/0/conditions/0/path 1:81',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"deny_if":[{"conditions":[{"path":"args.x[*","op":"exists"}]}]}}}',
        '/tools/t/deny_if/0/conditions/0/path 1:81',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"deny_if":[{"conditions":[{"path":"grant[\\"label\\"]","op":"exists"}]}]}}}',
        '/tools/t/deny_if/0/conditions/0/path 1:81',
        'grant.label',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"deny_if":[{"conditions":[{"path":"args[\\"\\\\u0000\\"","op":"exists"}]}]}}}',
        '/tools/t/deny_if/0/conditions/0/path 1:81',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"deny_if":[{"conditions":[{"path":"tool.annotations.title","op":"exists"}]}]}}}',
        '/tools/t/deny_if/0/conditions/0/path 1:81',
      ],
    ],
  },
  {
    says: 'Severity by eq and in only; an unknown category or severity as an operand is an error',
    rows: [
      [
        '{"version":"1","default":"deny","tools":{"t":{"require":[{"path":"tool.severity","op":"neq","value":"high"}]}}}',
        '/tools/t/require/0/op 1:87',
        'in',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"require":[{"path":"tool.severity","op":"eq","value":"hihg"}]}}}',
        '/tools/t/require/0/value 1:100',
        'high',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"require":[{"path":"tool.severity","op":"in","value":["low","none"]}]}}}',
        '/tools/t/require/0/value/1 1:107',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"require":[{"path":"tool.category","op":"eq","value":"reads"}]}}}',
        '/tools/t/require/0/value 1:100',
        'read',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"require":[{"path":"tool.category","op":"eq","value":5}]}}}',
        '/tools/t/require/0/value 1:100',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"require":[{"path":"tool.severity","op":"exists"}]}}}',
        '/tools/t/require/0/op 1:87',
        'in',
      ],
    ],
  },
  {
    says: 'each nests twice at most',
    rows: [
      ['{"version":"1","default":"deny","tools":{"t":{"require":[{"each":"args.x"}]}}}', '/tools/t/require/0 1:58'],
      [
        '{"version":"1","default":"deny","tools":{"t":{"require":[{"each":"args.x","all":[]}]}}}',
        '/tools/t/require/0/all 1:81',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"require":[{"each":5,"all":[{"path":"item","op":"exists"}]}]}}}',
        '/tools/t/require/0/each 1:66',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"require":[{"each":"args.x","all":[{"each":"item","all":[{"each":"item","all":[{"path":"item","op":"exists"}]}]}]}]}}}',
        '/tools/t/require/0/all/0/all/0 1:104',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"require":[{"each":"args.x","all":[{"path":"item","op":"exists"}],"any":[{"path":"item","op":"exists"}]}]}}}',
        '/tools/t/require/0/any 1:113',
        'all',
      ],
    ],
  },
  {
    says: '{ counter, window, max, scope, per?, cost?, align?, on_deny? }; entries of one budget must agree in max, cost and align',
    rows: [
      ['{"version":"1","default":"deny","tools":{"t":{"limits":[{}]}}}', '/tools/t/limits/0 1:57'],
      ['{"version":"1","default":"deny","tools":{"t":{"limits":[{"counter":"c"}]}}}', '/tools/t/limits/0 1:57'],
      [
        '{"version":"1","default":"deny","tools":{"t":{"limits":[{"counter":"c","window":"minute","scope":"grant","max":0}]}}}',
        '/tools/t/limits/0/max 1:112',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"limits":[{"counter":"c","window":"minute","scope":"grant","max":-1}]}}}',
        '/tools/t/limits/0/max 1:112',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"limits":[{"counter":"c","window":"minute","scope":"grant","max":"5"}]}}}',
        '/tools/t/limits/0/max 1:112',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"limits":[{"counter":"c","window":"minute","scope":"grant","max":1.0000001}]}}}',
        '/tools/t/limits/0/max 1:112',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"limits":[{"counter":"c","window":"minute","scope":"grant","max":9007199254.740993}]}}}',
        '/tools/t/limits/0/max 1:112',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"limits":[{"counter":"c","window":"minute","scope":"grant","max":9007199254.740992}]}}}',
        'valid',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"limits":[{"counter":"c","max":1,"scope":"grant","window":"fortnight"}]}}}',
        '/tools/t/limits/0/window 1:105',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"limits":[{"counter":"c","max":1,"scope":"grant","window":"minutes"}]}}}',
        '/tools/t/limits/0/window 1:105',
        'minute',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"limits":[{"counter":"c","max":1,"scope":"grant","window":0}]}}}',
        '/tools/t/limits/0/window 1:105',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"limits":[{"counter":"c","max":1,"scope":"grant","window":1.5}]}}}',
        '/tools/t/limits/0/window 1:105',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"limits":[{"counter":"c","max":1,"scope":"grant","window":31622401}]}}}',
        '/tools/t/limits/0/window 1:105',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"limits":[{"counter":"c","max":1,"scope":"grant","window":"0m"}]}}}',
        '/tools/t/limits/0/window 1:105',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"limits":[{"counter":"c","max":1,"scope":"grant","window":"15 m"}]}}}',
        '/tools/t/limits/0/window 1:105',
        '15m',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"limits":[{"counter":"c","max":1,"scope":"grant","window":"15M"}]}}}',
        '/tools/t/limits/0/window 1:105',
        '15m',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"limits":[{"counter":"c","max":1,"scope":"grant","window":"9w"}]}}}',
        'valid',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"limits":[{"counter":"c","max":1,"scope":"grant","window":"60w"}]}}}',
        '/tools/t/limits/0/window 1:105',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"limits":[{"counter":"c","max":1,"scope":"grant","window":null}]}}}',
        '/tools/t/limits/0/window 1:105',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"limits":[{"counter":"c","window":"minute","max":1,"scope":"grnat"}]}}}',
        '/tools/t/limits/0/scope 1:106',
        'grant',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"limits":[{"counter":"c","window":"minute","max":1,"scope":"tenant"}]}}}',
        '/tools/t/limits/0/scope 1:106',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"limits":[{"window":"minute","max":1,"scope":"grant","counter":""}]}}}',
        '/tools/t/limits/0/counter 1:110',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"limits":[{"window":"minute","max":1,"scope":"grant","counter":"é"}]}}}',
        '/tools/t/limits/0/counter 1:110',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"limits":[{"window":"minute","max":1,"scope":"grant","counter":5}]}}}',
        '/tools/t/limits/0/counter 1:110',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"limits":[{"counter":"c","window":"minute","max":1,"scope":"grant","per":[]}]}}}',
        '/tools/t/limits/0/per 1:120',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"limits":[{"counter":"c","window":"minute","max":1,"scope":"grant","per":"args.x"}]}}}',
        '/tools/t/limits/0/per 1:120',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"limits":[{"counter":"c","window":"minute","max":1,"scope":"grant","per":["args.a","args.b","args.c","args.d","args.e"]}]}}}',
        '/tools/t/limits/0/per 1:120',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"limits":[{"counter":"c","window":"minute","max":1,"scope":"grant","per":["args.x[*]"]}]}}}',
        '/tools/t/limits/0/per/0 1:121',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"limits":[{"counter":"c","window":"minute","max":1,"scope":"grant","per":["grant.label"]}]}}}',
        '/tools/t/limits/0/per/0 1:121',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"limits":[{"counter":"c","window":"minute","max":1,"scope":"grant","per":[{"path":"args.x"}]}]}}}',
        '/tools/t/limits/0/per/0 1:121',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"limits":[{"counter":"c","window":"minute","max":1,"scope":"grant","per":[{"path":"args.x","as":"upper"}]}]}}}',
        '/tools/t/limits/0/per/0/as 1:143',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"limits":[{"counter":"c","window":"minute","max":1,"scope":"grant","per":[{"as":"host"}]}]}}}',
        '/tools/t/limits/0/per/0 1:121',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"limits":[{"counter":"c","window":"minute","max":1,"scope":"grant","cost":-1}]}}}',
        '/tools/t/limits/0/cost 1:121',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"limits":[{"counter":"c","window":"minute","max":1,"scope":"grant","cost":"1"}]}}}',
        '/tools/t/limits/0/cost 1:121',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"limits":[{"counter":"c","window":"minute","max":1,"scope":"grant","cost":1.0000001}]}}}',
        '/tools/t/limits/0/cost 1:121',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"limits":[{"counter":"c","window":"minute","max":1,"scope":"grant","cost":{}}]}}}',
        '/tools/t/limits/0/cost 1:121',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"limits":[{"counter":"c","window":"minute","max":1,"scope":"grant","cost":{"path":"args.x[*]"}}]}}}',
        '/tools/t/limits/0/cost/path 1:129',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"limits":[{"counter":"c","window":"minute","max":1,"scope":"grant","cost":{"path":"user.email"}}]}}}',
        '/tools/t/limits/0/cost/path 1:129',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"limits":[{"counter":"c","window":"minute","max":1,"scope":"grant","cost":{"path":"args.x","min":-1}}]}}}',
        '/tools/t/limits/0/cost/min 1:144',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"limits":[{"counter":"c","window":"minute","max":1,"scope":"grant","cost":{"path":"args.x","max":1}}]}}}',
        '/tools/t/limits/0/cost/max 1:138',
        'min',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"limits":[{"counter":"c","window":"minute","max":1,"scope":"grant","align":"calender"}]}}}',
        '/tools/t/limits/0/align 1:122',
        'calendar',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"limits":[{"counter":"c","window":"minute","max":1,"scope":"grant","align":"sliding"}]}}}',
        '/tools/t/limits/0/align 1:122',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"limits":[{"counter":"c","window":"minute","max":1,"scope":"grant","align":true}]}}}',
        '/tools/t/limits/0/align 1:122',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"limits":[{"counter":"c","window":"minute","max":1,"scope":"grant","durable":"yes"}]}}}',
        '/tools/t/limits/0/durable 1:124',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"limits":[{"counter":"c","window":"minute","max":1,"scope":"grant","on_deny":5}]}}}',
        '/tools/t/limits/0/on_deny 1:124',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"limits":[{"counter":"c","window":"minute","max":1,"scope":"grant","burst":5}]}}}',
        '/tools/t/limits/0/burst 1:114',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"limits":[{"counter":"c","window":60,"max":1,"scope":"grant","align":"calendar"}]}}}',
        '/tools/t/limits/0/window 1:81',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"limits":[{"counter":"c","window":"second","max":1,"scope":"grant","align":"calendar"}]}}}',
        '/tools/t/limits/0/window 1:81',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"limits":[{"counter":"c","window":"minute","max":1,"scope":"grant"},{"counter":"c","window":60,"max":2,"scope":"grant"}]}}}',
        '/tools/t/limits/1 1:115',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"limits":[{"counter":"c","window":"minute","max":1,"scope":"grant"},{"counter":"c","window":"minute","max":1,"scope":"grant","cost":2}]}}}',
        '/tools/t/limits/1 1:115',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"limits":[{"counter":"c","window":"minute","max":1,"scope":"grant"},{"counter":"c","window":"minute","max":1,"scope":"grant","align":"calendar"}]}}}',
        '/tools/t/limits/1 1:115',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"limits":[{"counter":"c","window":"minute","max":1,"scope":"grant","per":["args.a","args.b"]},{"counter":"c","window":"1m","max":2,"scope":"grant","per":["args[\\"b\\"]","args.a"]}]}}}',
        '/tools/t/limits/1 1:141',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"limits":[{"counter":"c","window":"minute","max":1,"scope":"grant","per":["args.a"]},{"counter":"c","window":"1m","max":2,"scope":"grant","per":[{"path":"args.a","as":"lower"}]}]}}}',
        'valid',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"limits":[{"counter":"c","window":"minute","max":1,"scope":"grant","cost":1},{"counter":"c","window":"minute","max":1,"scope":"grant","durable":true}]}}}',
        'valid',
      ],
    ],
  },
  {
    says: 'rate_limit: {"max", "window"}, scope optional; its pointer is /tools/<entry>/rate_limit',
    rows: [
      ['{"version":"1","default":"deny","tools":{"t":{"rate_limit":{"max":10}}}}', '/tools/t/rate_limit 1:60'],
      ['{"version":"1","default":"deny","tools":{"t":{"rate_limit":10}}}', '/tools/t/rate_limit 1:60'],
      [
        '{"version":"1","default":"deny","tools":{"t":{"rate_limit":{"max":10,"window":"minite"}}}}',
        '/tools/t/rate_limit/window 1:79',
        'minute',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"rate_limit":{"max":0,"window":60}}}}',
        '/tools/t/rate_limit/max 1:67',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"rate_limit":{"max":10,"window":60,"counter":"x"}}}}',
        '/tools/t/rate_limit/counter 1:82',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"rate_limit":{"max":10,"window":60,"scope":"all"}}}}',
        '/tools/t/rate_limit/scope 1:90',
      ],
    ],
  },
  {
    says: 'concurrency: an integer >= 1',
    rows: [
      ['{"version":"1","default":"deny","tools":{"t":{"concurrency":0}}}', '/tools/t/concurrency 1:61'],
      ['{"version":"1","default":"deny","tools":{"t":{"concurrency":1.5}}}', '/tools/t/concurrency 1:61'],
      ['{"version":"1","default":"deny","tools":{"t":{"concurrency":"1"}}}', '/tools/t/concurrency 1:61'],
    ],
  },
  {
    says: 'arguments: unknown keywords, other drafts, remote references are errors; pattern is RE2; the root is an object schema',
    rows: [
      ['{"version":"1","default":"deny","tools":{"t":{"arguments":true}}}', '/tools/t/arguments 1:59'],
      [
        '{"version":"1","default":"deny","tools":{"t":{"arguments":{"type":"array"}}}}',
        '/tools/t/arguments 1:59',
        'object',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"arguments":{"type":"objct"}}}}',
        '/tools/t/arguments/type 1:67',
        'object',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"arguments":{"propertis":{}}}}}',
        '/tools/t/arguments/propertis 1:60',
        'properties',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"arguments":{"properties":{"a":{"type":"int"}}}}}}',
        '/tools/t/arguments/properties/a/type 1:86',
        'integer',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"arguments":{"properties":{"a":{"pattern":"(?=a)"}}}}}}',
        '/tools/t/arguments/properties/a/pattern 1:89',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"arguments":{"properties":{"a":{"format":"emial"}}}}}}',
        '/tools/t/arguments/properties/a/format 1:88',
        'email',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"arguments":{"$ref":"https://example.com/s"}}}}',
        '/tools/t/arguments/$ref 1:67',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"arguments":{"$ref":"#/$defs/no"}}}}',
        '/tools/t/arguments/$ref 1:67',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"arguments":{"$schema":"http://json-schema.org/draft-07/schema#"}}}}',
        '/tools/t/arguments/$schema 1:70',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"arguments":{"definitions":{}}}}}',
        '/tools/t/arguments/definitions 1:60',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"arguments":{"$dynamicRef":"#a"}}}}',
        '/tools/t/arguments/$dynamicRef 1:60',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"arguments":{"properties":{"a":{"contentEncoding":"base64"}}}}}}',
        '/tools/t/arguments/properties/a/contentEncoding 1:79',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"arguments":{"minProperties":-1}}}}',
        '/tools/t/arguments/minProperties 1:76',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"arguments":{"properties":{"a":{"multipleOf":0}}}}}}',
        '/tools/t/arguments/properties/a/multipleOf 1:92',
      ],
      ['{"version":"1","default":"deny","tools":{"t":{"arguments":{"allOf":[]}}}}', '/tools/t/arguments/allOf 1:68'],
      ['{"version":"1","default":"deny","tools":{"t":{"arguments":{"items":[{}]}}}}', '/tools/t/arguments/items 1:68'],
      [
        '{"version":"1","default":"deny","tools":{"t":{"arguments":{"required":"a"}}}}',
        '/tools/t/arguments/required 1:71',
      ],
      [
        '{"version":"1","default":"deny","tools":{"t":{"arguments":{"properties":{"a":{"pattern":"([a-z]{1,50}){1,20}[0-9]"}}}}}}',
        '/tools/t/arguments/properties/a/pattern 1:89',
      ],
    ],
  },
  {
    says: 'A URI pattern that could never match is an error; actions allow, deny, hide',
    rows: [
      ['{"version":"1","default":"deny","resources":{"HTTP://x/*":{}}}', '/resources/HTTP:~1~1x~1* 1:59'],
      ['{"version":"1","default":"deny","resources":{"http://X/*":{}}}', '/resources/http:~1~1X~1* 1:59'],
      ['{"version":"1","default":"deny","resources":{"file://host/*":{}}}', '/resources/file:~1~1host~1* 1:62'],
      ['{"version":"1","default":"deny","resources":{"file:///a/../b":{}}}', '/resources/file:~1~1~1a~1..~1b 1:63'],
      ['{"version":"1","default":"deny","resources":{"no scheme":{}}}', '/resources/no scheme 1:58'],
      ['{"version":"1","default":"deny","resources":{"/abs/*":{}}}', '/resources/~1abs~1* 1:55'],
      ['{"version":"1","default":"deny","resources":{"http://u@h/*":{}}}', '/resources/http:~1~1u@h~1* 1:61'],
      ['{"version":"1","default":"deny","resources":{"file:///a%2fb":{}}}', '/resources/file:~1~1~1a%2fb 1:62'],
      ['{"version":"1","default":"deny","resources":{"":{}}}', '/resources/ 1:49'],
      [
        '{"version":"1","default":"deny","resources":{"http://x/%2e%2e/*":{}}}',
        '/resources/http:~1~1x~1%2e%2e~1* 1:66',
      ],
      ['{"version":"1","default":"deny","resources":{"file:///./*":{}}}', '/resources/file:~1~1~1.~1* 1:60'],
      [
        '{"version":"1","default":"deny","resources":{"file:///*":{"action":"require_approval"}}}',
        '/resources/file:~1~1~1*/action 1:68',
      ],
      [
        '{"version":"1","default":"deny","resources":{"file:///*":{"require":[]}}}',
        '/resources/file:~1~1~1*/require 1:59',
      ],
    ],
  },
  {
    says: 'Prompt names take globs as tools do; actions allow, deny, hide',
    rows: [
      ['{"version":"1","default":"deny","prompts":{"a b":{}}}', '/prompts/a b 1:50'],
      ['{"version":"1","default":"deny","prompts":{"a":{"action":"alow"}}}', '/prompts/a/action 1:58', 'allow'],
    ],
  },
  {
    says: 'server_requests: sampling, roots, elicitation',
    rows: [
      ['{"version":"1","default":"deny","server_requests":{"sampling":true}}', '/server_requests/sampling 1:63'],
      [
        '{"version":"1","default":"deny","server_requests":{"elicitation":"forms"}}',
        '/server_requests/elicitation 1:66',
        'form',
      ],
      ['{"version":"1","default":"deny","server_requests":{"root":"allow"}}', '/server_requests/root 1:52', 'roots'],
      ['{"version":"1","default":"deny","server_requests":"allow"}', '/server_requests 1:51'],
    ],
  },
  {
    says: 'audit.paths is required with "paths" and an error with "keys"',
    rows: [
      ['{"version":"1","default":"deny","audit":{"arguments":"paths"}}', '/audit 1:41'],
      ['{"version":"1","default":"deny","audit":{"paths":["args.x"]}}', '/audit/paths 1:50'],
      ['{"version":"1","default":"deny","audit":{"arguments":"keys","paths":["args.x"]}}', '/audit/paths 1:69'],
      ['{"version":"1","default":"deny","audit":{"arguments":"paths","paths":["user.email"]}}', '/audit/paths/0 1:71'],
      ['{"version":"1","default":"deny","audit":{"arguments":"paths","paths":[]}}', '/audit/paths 1:70'],
      ['{"version":"1","default":"deny","audit":{"arguments":"all"}}', '/audit/arguments 1:54'],
    ],
  },
  {
    says: 'timezone: an IANA name',
    rows: [
      ['{"version":"1","default":"deny","timezone":"Europe/Berln"}', '/timezone 1:44', 'Europe/Berlin'],
      ['{"version":"1","default":"deny","timezone":"+02:00"}', '/timezone 1:44'],
      ['{"version":"1","default":"deny","timezone":5}', '/timezone 1:44'],
    ],
  },
];
