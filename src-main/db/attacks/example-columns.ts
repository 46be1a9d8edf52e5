import { z } from 'zod';
import { perturbationMetricsSchema } from '../../../src-shared/contract/attacks.ts';
import { partOutcomeSchema } from '../../../src-shared/contract/part-outcome.ts';
import { jsonColumn } from '../sqlite/json-column.ts';

/** The class of the record of example `e` as a position in its model's list; `r` is the record. */
export const EXAMPLE_LABEL = 'coalesce(e.label, r.label)';

const table = 'examples';
/** One per class. */
const probabilities = z.array(z.number());

/** The columns of an example that hold JSON. */
export const EXAMPLE_COLUMNS = {
  probabilitiesBefore: jsonColumn(probabilities, { table, column: 'probabilities_before' }),
  probabilitiesAfter: jsonColumn(probabilities, { table, column: 'probabilities_after' }),
  parts: jsonColumn(z.array(partOutcomeSchema), { table, column: 'parts' }),
  metrics: jsonColumn(perturbationMetricsSchema, { table, column: 'metrics' }),
};
