import { ATTACK_METHODS } from '../attacks/index.ts';
import { ORIGIN_KINDS } from '../sources/index.ts';
import type { FieldDeclaration } from '../tables/field-declaration.ts';

/** Where no attack made the second tracing. */
const ELSEWHERE = 'empty where no attack made the second tracing.';

/** What a result row says of how the second tracing came about, in the order of the columns. */
export const ORIGIN_FIELDS = [
  {
    name: 'source',
    type: 'text',
    values: ORIGIN_KINDS,
    description:
      'What gave the second tracing: an attack on the record, another dataset whose records were matched, or a list of pairs.',
  },
  {
    name: 'attack',
    type: 'text',
    values: ATTACK_METHODS,
    nullable: true,
    description: `Method of the attack; ${ELSEWHERE}`,
  },
  {
    name: 'epsilon_uv',
    type: 'number',
    unit: 'µV',
    nullable: true,
    description: `Budget of the attack (L∞); ${ELSEWHERE}`,
  },
  {
    name: 'epsilon_units',
    type: 'number',
    unit: 'ADC units',
    nullable: true,
    description: `The same in the units of the record; ${ELSEWHERE}`,
  },
  {
    name: 'attack_steps',
    type: 'integer',
    nullable: true,
    description: `Steps of the attack from one start, those of all its phases; ${ELSEWHERE}`,
  },
  {
    name: 'attack_goal',
    type: 'text',
    nullable: true,
    description: `The class that the attack led this record to, untargeted if only away from its label; ${ELSEWHERE}`,
  },
  {
    name: 'attack_options',
    type: 'text',
    nullable: true,
    description: `Every option of the attack, as JSON by the names of the protocol; ${ELSEWHERE}`,
  },
  {
    name: 'linf_uv',
    type: 'number',
    unit: 'µV',
    nullable: true,
    description: `Largest difference between the two tracings, as stored and shown; ${ELSEWHERE}`,
  },
  { name: 'sampling_hz', type: 'number', unit: 'Hz', description: 'Sampling rate of the record.' },
  {
    name: 'model',
    type: 'text',
    nullable: true,
    description: `Name of the attacked model, a label that may be changed; ${ELSEWHERE}`,
  },
  {
    name: 'model_hash',
    type: 'text',
    nullable: true,
    description: `SHA-256 of the attacked model, hexadecimal, which the lock covers; ${ELSEWHERE}`,
  },
] as const satisfies readonly FieldDeclaration[];
