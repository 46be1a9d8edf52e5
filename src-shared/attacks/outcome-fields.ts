import type { FieldDeclaration } from '../tables/field-declaration.ts';

/** What a run did to each record: enough to count its figures anew, and to check a signal that was made again. */
export const OUTCOME_FIELDS = [
  { name: 'run', type: 'text', description: 'Id of the attack run.' },
  { name: 'model', type: 'text', description: 'Name of the model that was attacked.' },
  { name: 'method', type: 'text', description: 'Attack method.' },
  { name: 'record', type: 'text', description: 'Name of the record.' },
  {
    name: 'lead',
    type: 'text',
    nullable: true,
    description: 'Lead of it that was attacked; missing where an older version imported it.',
  },
  { name: 'label', type: 'text', description: 'Its label.' },
  { name: 'class_before', type: 'text', description: 'Class by the model before the attack.' },
  { name: 'class_after', type: 'text', description: 'Class by the model after the attack.' },
  {
    name: 'target',
    type: 'text',
    nullable: true,
    description: 'Class that the record was led to; missing if only away from its label.',
  },
  {
    name: 'fooled',
    type: 'integer',
    values: [0, 1],
    description: '1 if its class changed (to the target, if there is one), whether it was right before or not.',
  },
  {
    name: 'noise_fooled',
    type: 'integer',
    nullable: true,
    values: [0, 1],
    description: '1 if a random direction of the size and spectrum of its perturbation does the same.',
  },
  {
    name: 'fooled_by',
    type: 'text',
    nullable: true,
    description: 'Of an attack that is several in turn (AutoAttack), the first that reached the goal.',
  },
  {
    name: 'reached',
    type: 'text',
    nullable: true,
    description:
      'Of such an attack, as JSON in their order: each `attack` that the record was tried with, whether it `reached` the goal, and its `advantage`, how far the logits were beyond the decision.',
  },
  {
    name: 'sha256',
    type: 'text',
    description: 'SHA-256 of the attacked signal, as docs/file-formats.md says.',
  },
] as const satisfies FieldDeclaration[];
