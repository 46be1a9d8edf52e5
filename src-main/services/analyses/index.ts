import type { AnalysisKind } from '../../../src-shared/analyses/index.ts';
import type { Analysis } from './analysis.ts';
import { existence } from './existence.ts';
import { targetedTable } from './targeted-table.ts';
import { transfer } from './transfer.ts';

/** Every kind of analysis that can be made. */
export const ANALYSES: { [K in AnalysisKind]?: Analysis<K> } = { existence, transfer, 'targeted-table': targetedTable };
