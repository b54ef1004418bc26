import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Test files that take longest, the longest first. */
const slow = [
  'test/reference/compare.test.ts',
  'test/e2e/interop.test.ts',
  'test/e2e/starting-and-reloading.test.ts',
  'test/e2e/official-servers.test.ts',
  'test/crash/kill.test.ts',
  'test/crash/journal-kill.test.ts',
  'test/e2e/eras.test.ts',
  'test/crash/verbs-kill.test.ts',
  'src/upstream/stdio/stdio-upstream.test.ts',
  'test/crash/outbox.test.ts',
  'test/e2e/approvals/run.test.ts',
  'test/soak/age.test.ts',
  'test/soak/soak.test.ts',
  'test/crash/verbs-fault.test.ts',
  'src/cli/doctor/doctor.test.ts',
  'test/catalog/classifier.test.ts',
  'test/reference/mutants.test.ts',
  'test/fuzz/fuzz.test.ts',
  'test/contract/limiter/processes.test.ts',
  'test/crash/power.test.ts',
  'test/e2e/stateless.test.ts',
  'test/e2e/under-way.test.ts',
  'test/e2e/run.test.ts',
  'test/e2e/sessions.test.ts',
  'test/e2e/all-servers.test.ts',
  'test/workers/workers.test.ts',
  'test/contract/limiter/sqlite.test.ts',
  'test/conformance/client.conformance.ts',
  'test/browser/dashboard.browser.ts',
  'test/services/faults/table.service.ts',
  'test/services/contract/governance.service.ts',
  'test/services/contract/accounts.service.ts',
  'test/services/store.service.ts',
  'test/services/limiter/postgres.service.ts',
];

/** Whatever takes long begins first: else the last file runs alone, for minutes, while the other core has nothing to do. */
export class SlowestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification): number => {
      const found = slow.findIndex((file) => moduleId.endsWith(`/${file}`));
      return found < 0 ? slow.length : found;
    };
    const others = await super.sort(files);
    return others.toSorted((a, b) => place(a) - place(b));
  }
}
