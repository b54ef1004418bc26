/** Each alert is seen to fire, and to be silent, by Prometheus' own evaluation, where `promtool` is installed. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { parse } from 'yaml';

const rules = fileURLToPath(new URL('../../deploy/prometheus/toolgate.rules.yaml', import.meta.url));

/** What each scrape finds: `vxn` is one value n + 1 times, `a+bxn` begins with `a` and grows by `b` n times, `_` is nothing. */
type Series = Readonly<Record<string, string>>;

interface Case {
  readonly alert: string;
  readonly when: string;
  readonly series: Series;
  /** Between two scrapes; 15 s when absent. */
  readonly every?: string;
  /** When it is looked at. */
  readonly at: string;
  readonly fires: boolean;
}

const calls = (outcome: string, code: string): string =>
  `toolgate_calls_total{instance="a",job="toolgate",server="s",outcome="${outcome}",code="${code}"}`;
const refusals = (code: string): string =>
  `toolgate_refusals_total{instance="a",job="toolgate",code="${code}",route="/mcp/:server"}`;
const gauge = (name: string): string => `${name}{instance="a",job="toolgate"}`;
const upstream = 'toolgate_upstream_up{instance="a",job="toolgate",server="s"}';

const cannot = [
  ['ToolgateCannotRecord', 'audit_unavailable'],
  ['ToolgateCannotCount', 'limits_unavailable'],
  ['ToolgateStale', 'snapshot_stale'],
] as const;

const cases: readonly Case[] = [
  { alert: 'ToolgateDown', when: 'it is not there', series: { [gauge('up')]: '0x40' }, at: '5m', fires: true },
  { alert: 'ToolgateDown', when: 'it is there', series: { [gauge('up')]: '1x40' }, at: '5m', fires: false },
  ...cannot.flatMap(([alert, code]): Case[] => [
    { alert, when: 'the first call ever', series: { [calls('error', code)]: '_x20 1x20' }, at: '6m', fires: true },
    { alert, when: 'one more call', series: { [calls('error', code)]: '3x30 4x20' }, at: '9m', fires: true },
    { alert, when: 'a call of long ago', series: { [calls('error', code)]: '3x80' }, at: '15m', fires: false },
  ]),
  {
    alert: 'ToolgateJournalLags',
    when: 'two seconds for two minutes',
    series: { [gauge('toolgate_journal_lag_seconds')]: '2x20' },
    at: '3m',
    fires: true,
  },
  {
    alert: 'ToolgateJournalLags',
    when: 'two seconds, once',
    series: { [gauge('toolgate_journal_lag_seconds')]: '0x8 2 0x20' },
    at: '3m',
    fires: false,
  },
  { alert: 'ToolgateUpstreamDown', when: 'for four minutes', series: { [upstream]: '0x20' }, at: '4m', fires: true },
  { alert: 'ToolgateUpstreamDown', when: 'for one', series: { [upstream]: '1x12 0x4 1x20' }, at: '5m', fires: false },
  {
    alert: 'ToolgateUpstreamFails',
    when: 'one call in ten',
    series: { [calls('allow', '')]: '0+9x60', [calls('error', 'upstream_timeout')]: '0+1x60' },
    at: '12m',
    fires: true,
  },
  {
    alert: 'ToolgateUpstreamFails',
    when: 'one call in a hundred',
    series: { [calls('allow', '')]: '0+99x60', [calls('error', 'upstream_timeout')]: '0+1x60' },
    at: '12m',
    fires: false,
  },
  ...[
    ['grants over their admission', calls('refused', 'overloaded')],
    ['requests turned away at the door', refusals('overloaded')],
  ].map(
    ([when = '', one = '']): Case => ({
      alert: 'ToolgateOverloaded',
      when: `${when}, and nothing else`,
      series: { [one]: '0+1x60' },
      at: '12m',
      fires: true,
    }),
  ),
  {
    alert: 'ToolgateOverloaded',
    when: 'calls that are denied',
    series: { [calls('deny', 'denied')]: '0+9x60' },
    at: '12m',
    fires: false,
  },
  ...(
    [
      ['ToolgateEventLoopLate', 'toolgate_event_loop_lag_seconds', 0.2, 0.01],
      ['ToolgateClockApart', 'toolgate_database_clock_ahead_seconds', -6, -1],
    ] as const
  ).flatMap(([alert, name, much, little]): Case[] => [
    { alert, when: `${much} s`, series: { [gauge(name)]: `${much}x60` }, at: '10m', fires: true },
    { alert, when: `${little} s`, series: { [gauge(name)]: `${little}x60` }, at: '10m', fires: false },
  ]),
  {
    alert: 'ToolgateDenialsRise',
    when: 'the first day of a server',
    series: { [calls('deny', 'denied')]: '0+15x240' },
    at: '50m',
    fires: true,
  },
  {
    alert: 'ToolgateDenialsRise',
    when: 'ten times as many as yesterday',
    series: { [calls('deny', 'denied')]: '0+60x1440 86400+600x60' },
    every: '1m',
    at: '24h50m',
    fires: true,
  },
  {
    alert: 'ToolgateDenialsRise',
    when: 'as many as yesterday',
    series: { [calls('deny', 'denied')]: '0+60x1500' },
    every: '1m',
    at: '24h50m',
    fires: false,
  },
  {
    alert: 'ToolgateTokensAreTried',
    when: 'two a second',
    series: { [refusals('unauthenticated')]: '0+30x100' },
    at: '20m',
    fires: true,
  },
  {
    alert: 'ToolgateTokensAreTried',
    when: 'one in a minute',
    series: { [refusals('unauthenticated')]: '0+0.25x100' },
    at: '20m',
    fires: false,
  },
];

it('every alert is tried: when it is to fire, and when it is to be silent', () => {
  const { groups } = parse(readFileSync(rules, 'utf8')) as { groups: { rules: { alert: string }[] }[] };
  const alerts = groups.flatMap((group) => group.rules.map(({ alert }) => alert));
  for (const fires of [true, false]) {
    expect(new Set(cases.filter((one) => one.fires === fires).map(({ alert }) => alert))).toEqual(new Set(alerts));
  }
});

it('Prometheus says the same', (context) => {
  if (spawnSync('promtool', ['--version']).error !== undefined)
    return context.skip('promtool is not installed here (Debian: prometheus)');
  const folder = mkdtempSync(join(tmpdir(), 'toolgate-alerts-'));
  try {
    const file = join(folder, 'cases.json');
    const tests = cases.map(({ alert, when, series, every = '15s', at, fires }) => ({
      name: `${alert}: ${when}`,
      interval: every,
      input_series: Object.entries(series).map(([name, values]) => ({ series: name, values })),
      promql_expr_test: [
        {
          expr: `count(ALERTS{alertname="${alert}",alertstate="firing"})`,
          eval_time: at,
          exp_samples: fires ? [{ labels: '{}', value: 1 }] : [],
        },
      ],
    }));
    writeFileSync(file, JSON.stringify({ rule_files: [rules], evaluation_interval: '1m', tests }));
    const { status, stdout, stderr } = spawnSync('promtool', ['test', 'rules', file], { encoding: 'utf8' });
    expect(`${stdout}${stderr}`).not.toContain('FAILED');
    expect(status).toBe(0);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
