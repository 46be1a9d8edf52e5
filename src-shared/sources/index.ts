import { z } from 'zod';
import type { AttackOptions } from '../attacks/index.ts';
import { datasetSource } from './dataset.ts';
import { pairsSource } from './pairs.ts';

/** Every source, in the order in which they are offered. */
export const SOURCES = [datasetSource, pairsSource] as const;

export const sourceSchema = z.discriminatedUnion('kind', [datasetSource.schema, pairsSource.schema]);
export type Source = z.output<typeof sourceSchema>;
export type SourceOf<Kind extends Source['kind']> = Extract<Source, { kind: Kind }>;

/** What makes the second tracing of an arm's pairs. */
export type Origin = { kind: 'attack'; attack: AttackOptions } | Source;

/** What kinds of origins there are, as results name them. */
export const ORIGIN_KINDS: readonly Origin['kind'][] = ['attack', ...SOURCES.map(({ kind }) => kind)];

/** What an arm of this source shows, in a few words. */
export function sourceWords(source: Source): string {
  switch (source.kind) {
    case 'dataset':
      return datasetSource.words(source);
    case 'pairs':
      return pairsSource.words(source);
  }
}
