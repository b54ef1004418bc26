// Prints `<passed> <failed>` for a vitest JSON report. Usage: count-tests.js <report> <exit status of vitest>.
// What cannot be counted counts as one failure: a file that does not load, a missing report, a status without a reason.
import { readFileSync } from 'node:fs';

const [file, status] = process.argv.slice(2);
let passed = 0;
let failed = 0;
try {
  const report = JSON.parse(readFileSync(file, 'utf8'));
  passed = report.numPassedTests;
  failed = report.numFailedTests;
  for (const suite of report.testResults) {
    if (suite.status === 'failed' && !suite.assertionResults.some((test) => test.status === 'failed')) failed += 1;
  }
} catch {
  failed = 1;
}
if (failed === 0 && (status !== '0' || passed === 0)) failed = 1;
console.log(`${passed} ${failed}`);
