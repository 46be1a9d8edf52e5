import { z } from 'zod';
import { nameSchema } from '../names/name.ts';
import { defineSource } from './define-source.ts';

/** The seed matches records of the study's dataset with records of this one. */
export const datasetSource = defineSource({
  kind: 'dataset',
  sentence:
    'Records of another dataset, such as one that a generator made, each beside a record of the study’s dataset.',
  schema: z.strictObject({
    kind: z.literal('dataset'),
    /** Name of the dataset of the made records. */
    dataset: nameSchema(),
    /** What the two records of a pair have in common: their class by the labels, or nothing. */
    match: z.enum(['class', 'none']).default('class'),
  }),
  words: ({ dataset, match }) => `records of ${dataset}${match === 'class' ? ', matched by class' : ''}`,
});
