import type { Component } from 'svelte';
import type { Origin } from '../../../../src-shared/sources/index.ts';
import type { OriginProps } from '../draft/props.ts';
import AttackOrigin from './AttackOrigin.svelte';
import DatasetOrigin from './DatasetOrigin.svelte';
import PairsOrigin from './PairsOrigin.svelte';

/** The fields of each kind of origin: a new source is a component and a line here. */
export const ORIGIN_FIELDS: Record<Origin['kind'], { label: string; fields: Component<OriginProps> }> = {
  attack: { label: 'An attack on the first one', fields: AttackOrigin },
  dataset: { label: 'Another dataset', fields: DatasetOrigin },
  pairs: { label: 'A list of pairs', fields: PairsOrigin },
};

export const ORIGINS = Object.keys(ORIGIN_FIELDS) as Origin['kind'][];
