import type { ReproductionData, ReproducedModel } from './data.ts';

export interface Section {
  id: string;
  title: string;
  html: string;
}

/** What a section is made of. */
export interface SectionInput {
  data: ReproductionData;
  model: ReproducedModel;
}

/** A part of the report; undefined where nothing of it was made. */
export type WriteSection = (input: SectionInput) => Section | undefined;
