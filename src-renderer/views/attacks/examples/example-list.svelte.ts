import type { ExampleSort } from '../../../../src-shared/contract/attacks.ts';
import type { Order } from '../../../state/order.ts';
import type { ExampleFilter } from './ExampleFilters.svelte';

/** The examples of a run as a person has narrowed and ordered them: the list stays so while one of them is looked at. */
export class ExampleList {
  readonly runId: string;
  offset = $state(0);
  #filter = $state.raw<ExampleFilter>({});
  #order = $state.raw<Order<ExampleSort>>({ sort: 'record', descending: false });

  constructor(runId: string) {
    this.runId = runId;
  }

  get filter(): ExampleFilter {
    return this.#filter;
  }

  set filter(filter: ExampleFilter) {
    this.#filter = filter;
    this.offset = 0;
  }

  get order(): Order<ExampleSort> {
    return this.#order;
  }

  set order(order: Order<ExampleSort>) {
    this.#order = order;
    this.offset = 0;
  }

  /** As main is asked for it. */
  get request(): ExampleFilter & Order<ExampleSort> & { runId: string } {
    return { runId: this.runId, ...this.#filter, ...this.#order };
  }
}
