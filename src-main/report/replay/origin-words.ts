import { attackOf } from '../../../src-shared/attacks/index.ts';
import { roundMicrovolts } from '../../../src-shared/format/microvolts.ts';
import type { ResultRow } from '../../../src-shared/study/result-fields.ts';

/** What made the second tracing of a trial: 'SAP, ε = 10 µV', 'a record of Simulated'. */
export function originWords({ attack, epsilon_uv: epsilon, made_dataset: dataset, arm }: ResultRow): string {
  if (attack !== null)
    return `${attackOf(attack).name}${epsilon === null ? '' : `, ε = ${roundMicrovolts(epsilon)} µV`}`;
  return dataset === null ? arm : `a record of ${dataset}`;
}
