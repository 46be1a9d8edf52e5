import type { AnalysisKind } from '../../../src-shared/analyses/index.ts';
import type { Analysis } from './analysis.ts';
import { certificate } from './certificate.ts';
import { device } from './device.ts';
import { epsilonCurve } from './epsilon-curve.ts';
import { existence } from './existence.ts';
import { minimalPerturbation } from './minimal-perturbation.ts';
import { targetedTable } from './targeted-table.ts';
import { transfer } from './transfer.ts';

/** Every kind of analysis that can be made. */
export const ANALYSES: { [K in AnalysisKind]: Analysis<K> } = {
  'epsilon-curve': epsilonCurve,
  'least-perturbation': minimalPerturbation,
  existence,
  transfer,
  'targeted-table': targetedTable,
  certificate,
  device,
};
