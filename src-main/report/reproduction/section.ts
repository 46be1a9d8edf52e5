import type { ReproductionData, ReproducedModel } from './data.ts';

export interface Section {
  id: string;
  title: string;
  html: string;
}

/** Numbers figures and tables in the order in which they ask for a name: 'Figure 1', 'Table 1' … */
export interface Names {
  figure: () => string;
  table: () => string;
}

export function newNames(): Names {
  const counts = { Figure: 0, Table: 0 };
  const next = (kind: keyof typeof counts) => (): string => `${kind} ${(counts[kind] += 1)}`;
  return { figure: next('Figure'), table: next('Table') };
}

/** What a section is made from. */
export interface SectionInput {
  data: ReproductionData;
  model: ReproducedModel;
  names: Names;
}

/** A part of the report; undefined where there are no results for it. */
export type WriteSection = (input: SectionInput) => Section | undefined;
