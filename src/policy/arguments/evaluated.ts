import type { Meter } from '../condition/meter.ts';

/** What it costs to remember one; measured. */
const stepsPerPart = 4;

/**
 * Which properties and items of one value the schemas that it fits have looked at: what `unevaluatedProperties` and
 * `unevaluatedItems` leave alone (JSON Schema 2020-12, core, section 11).
 */
export class Evaluated {
  readonly #properties = new Set<string>();
  #allProperties = false;
  readonly #items = new Set<number>();
  #firstItems = 0;

  property(name: string, meter: Meter): void {
    meter.spend(stepsPerPart);
    this.#properties.add(name);
  }

  allProperties(): void {
    this.#allProperties = true;
  }

  hasProperty(name: string): boolean {
    return this.#allProperties || this.#properties.has(name);
  }

  item(index: number, meter: Meter): void {
    meter.spend(stepsPerPart);
    this.#items.add(index);
  }

  /** All items before the one at `count`. */
  firstItems(count: number): void {
    this.#firstItems = Math.max(this.#firstItems, count);
  }

  hasItem(index: number): boolean {
    return index < this.#firstItems || this.#items.has(index);
  }

  /** Takes over what a schema that the value fits has seen. */
  add(other: Evaluated, meter: Meter): void {
    meter.spend(stepsPerPart * (other.#properties.size + other.#items.size));
    for (const name of other.#properties) this.#properties.add(name);
    for (const index of other.#items) this.#items.add(index);
    this.firstItems(other.#firstItems);
    if (other.#allProperties) this.#allProperties = true;
  }
}
