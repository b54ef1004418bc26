import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { measure, type Plan } from './measure.ts';
import { type Shape, shapes } from './message.ts';
import { reportOf, tableOf, taxOf } from './report.ts';
import { controls } from './settings/controls.ts';
import { growth } from './settings/growth.ts';
import type { Side } from './side.ts';
import { direct } from './sides/direct.ts';
import { nginx } from './sides/nginx.ts';
import { pipe } from './sides/pipe.ts';
import { seedPolicy, toolgate, toolgateReading, toolgateWith } from './sides/toolgate.ts';
import { writeReport } from './write-report.ts';
import { writeTable } from './write-table.ts';

const help = `npm run bench -- [options]
  --quick              a minute's slice for CI: fails when CPU per call ÷ reference b is above --max-ratio
  --max-ratio <n>      1.70: what is reached with a margin; the goal is 0.80 (docs/performance.md)
  --sides <a,b,…>      direct, pipe, nginx, toolgate (those that can run here); a tool that only reads is
                       measured as well where no sides are named
  --peer <file>        a module whose default export is a Side; may be repeated (bench/peers/). One that
                       fails is left out from then on; the references and the gateway itself fail the run
  --controls           the pipe and the gateway with one control each: what each of them costs
  --growth             the gateway beside much of one thing: rules, grants, servers, sessions, records
  --against <folder>   the build of another checkout beside this one's
  --shape <shape>      small, request or answer: which of the two has 256 KB
  --rounds <n>         5, quick: 5
  --seconds <n>        of each round: 5, quick: 2
  --warm-up <n>        seconds: 10, quick: 3
  --connections <n>    64
  --json <file>        reports/bench.json, or, for another kind of run, reports/bench-<kind>.json
  --write-docs         puts the table into docs/performance.md, at the place of its kind
`;

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    'max-ratio': { type: 'string', default: '1.70' },
    sides: { type: 'string' },
    controls: { type: 'boolean', default: false },
    growth: { type: 'boolean', default: false },
    against: { type: 'string' },
    shape: { type: 'string', default: 'small' },
    peer: { type: 'string', multiple: true, default: [] },
    rounds: { type: 'string' },
    seconds: { type: 'string' },
    'warm-up': { type: 'string' },
    connections: { type: 'string', default: '64' },
    json: { type: 'string' },
    'write-docs': { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

/** A number from the command line, or the usual one. */
function amount(given: string | undefined, usual: number): number {
  const value = given === undefined ? usual : Number(given);
  if (!(value > 0)) throw new Error(`"${given}" is no amount`);
  return value;
}

function shapeOf(given: string): Shape {
  const shape = shapes.find((each) => each === given);
  if (shape === undefined) throw new Error(`--shape is one of ${shapes.join(', ')}`);
  return shape;
}

/** Which table of docs/performance.md this run writes, and its file in `reports/`. */
function place(): string {
  if (values.controls) return 'controls';
  if (values.growth) return 'growth';
  if (values.peer.length > 0) return 'peers';
  return values.shape === 'small' ? 'bench' : `bench-${values.shape}`;
}

/** The sides asked for; one asked for by name must be able to run, the others may be missing. */
async function chooseSides(): Promise<Side[]> {
  if (values.controls) return [pipe, ...controls.map(toolgateWith)];
  if (values.growth) return growth.map(toolgateWith);
  const other = values.against;
  const own = [direct, pipe, nginx, toolgate];
  // Its figures are about latency, and of calls that are small.
  if (!values.quick && values.sides === undefined && values.shape === 'small') own.push(toolgateReading);
  if (other !== undefined)
    own.push(toolgateWith({ name: 'the other build', policy: seedPolicy, root: resolve(other) }));
  const peers = await Promise.all(
    values.peer.map(async (file) => (await import(pathToFileURL(resolve(file)).href)).default as Side),
  );
  const asked = values.sides?.split(',').concat(other === undefined ? [] : ['the other build']);
  const unknown = asked?.find((name) => !own.some((side) => side.name === name));
  if (unknown !== undefined) throw new Error(`there is no side "${unknown}"`);
  return [...own.filter((side) => asked?.includes(side.name) ?? true), ...peers].filter((side) => {
    const able = side.available?.() ?? true;
    if (able === true) return true;
    if (asked?.includes(side.name)) throw new Error(`${side.name}: ${able}`);
    console.error(`left out: ${side.name} (${able})`);
    return false;
  });
}

async function main(): Promise<number> {
  if (values.help) {
    console.log(help);
    return 0;
  }
  const quick = values.quick;
  const plan: Plan = {
    connections: amount(values.connections, 64),
    warmUpSeconds: amount(values['warm-up'], quick ? 3 : 10),
    warmUpCalls: 20_000,
    rounds: amount(values.rounds, 5),
    roundSeconds: amount(values.seconds, quick ? 2 : 5),
    // Where settings are compared it is their CPU time that is asked for.
    pacedRate: quick || values.controls || values.growth || values.shape !== 'small' ? 0 : 1_000,
    patienceSeconds: 60,
    shape: shapeOf(values.shape),
  };
  const report = reportOf(await measure(await chooseSides(), plan, (line) => console.error(line)), plan);
  const table = values.controls || values.growth ? taxOf(report) : tableOf(report);
  console.log(table);
  const file = values.json ?? `reports/${place().startsWith('bench') ? '' : 'bench-'}${place()}.json`;
  writeReport(file, report);
  if (values['write-docs']) writeTable('performance.md', place(), table);
  return quick ? judge(report.rows.find((row) => row.name === toolgate.name)?.cpuRatio?.median) : 0;
}

/** Never an absolute time: machines differ, the ratio to the pipe on the same machine in the same minute hardly does. */
function judge(ratio: number | undefined): number {
  const most = amount(values['max-ratio'], 1.7);
  if (ratio === undefined) {
    console.error('the gateway was not measured against the pipe: nothing can be said of its cost');
    return 1;
  }
  const verdict = ratio <= most ? 'within' : 'ABOVE';
  console.log(`CPU per call ÷ reference b: ${ratio.toFixed(2)}, ${verdict} the limit of ${most.toFixed(2)}`);
  return ratio <= most ? 0 : 1;
}

process.exitCode = await main();
