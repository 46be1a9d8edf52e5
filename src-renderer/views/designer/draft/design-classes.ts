import { CINC_2017_CLASSES, classesOfCard, type ClassList } from '../../../../src-shared/class-list.ts';
import type { SectionProps } from './props.ts';

/** The classes of the chosen dataset, whose codes a protocol names. */
export const datasetClasses = ({ draft, choices }: SectionProps): ClassList =>
  choices.datasets.find(({ id }) => id === draft.datasetId)?.classes ?? CINC_2017_CLASSES;

/** The classes of the chosen model, one of which an attack may lead to. */
export const modelClasses = ({ draft, choices }: SectionProps): ClassList =>
  classesOfCard(choices.models.find(({ id }) => id === draft.modelId)?.card ?? {});
