import type { ApprovalAnswer, ApprovalQueue, Asking, BoundCall, Clearance } from '../../approvals/index.ts';
import { Fault } from '../../kernel/index.ts';

/**
 * A queue that is opened by the first call that needs a person: where a policy asks nobody, neither its database nor its
 * code is ever loaded.
 */
export class LateQueue implements ApprovalQueue {
  readonly #open: () => Promise<ApprovalQueue>;
  #opening: Promise<ApprovalQueue> | undefined;
  #opened: ApprovalQueue | undefined;

  /** @param open called again after a failure */
  constructor(open: () => Promise<ApprovalQueue>) {
    this.#open = open;
  }

  async ask(asking: Asking): Promise<ApprovalAnswer> {
    return (await this.#queue()).ask(asking);
  }

  async consume(
    clearance: Clearance,
    call: BoundCall,
    entries: readonly string[],
    requestId: string,
  ): Promise<boolean> {
    return (await this.#queue()).consume(clearance, call, entries, requestId);
  }

  async restore(clearance: Clearance, requestId: string): Promise<void> {
    return (await this.#queue()).restore(clearance, requestId);
  }

  /** Only what was asked for is watched, so that it is open then. */
  watch(id: string, changed: () => void): () => void {
    return this.#opened?.watch(id, changed) ?? (() => {});
  }

  async close(): Promise<void> {
    const opened = await this.#opening?.catch(() => undefined);
    await opened?.close();
  }

  #queue(): Promise<ApprovalQueue> {
    this.#opening ??= this.#open().then(
      (opened) => {
        this.#opened = opened;
        return opened;
      },
      (error: unknown) => {
        this.#opening = undefined;
        throw new Fault('approvals_unavailable', 'Whether this call is approved cannot be found out now.', error);
      },
    );
    return this.#opening;
  }
}
