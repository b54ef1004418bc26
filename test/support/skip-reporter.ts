import type { Reporter, TestModule } from 'vitest/node';

/**
 * Says at the end of a run which tests did not run and why, so that a green run is never mistaken for a whole one.
 * The reason is what the test gave to `context.skip(reason)`.
 */
export default class SkipReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const skipped = modules.flatMap((module) => {
      const tests = [...module.children.allTests('skipped')];
      return tests.map((test) => {
        const result = test.result();
        const why = result.state === 'skipped' ? result.note : undefined;
        return `  ${module.relativeModuleId} > ${test.fullName}: ${why ?? 'no reason given'}`;
      });
    });
    if (skipped.length > 0) console.log(`\nNot run (${skipped.length}):\n${skipped.join('\n')}`);
  }
}
