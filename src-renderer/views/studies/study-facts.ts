import { CLASS_CODES, CLASS_WORDS, type ClassCode } from '../../../src-shared/ecg.ts';
import type { StudySummary } from '../../../src-shared/contract/studies.ts';
import { decimal } from '../../../src-shared/format/number.ts';
import { SPLIT_NAMES } from '../../format/words.ts';

/** What a study is made of and how it is judged, as its card tells it. */
export function studyFacts({ madeFrom, protocol }: StudySummary): { name: string; value: string; title?: string }[] {
  const { stimuli, options } = protocol;
  return [
    { name: 'Dataset', value: madeFrom.dataset ?? 'deleted' },
    {
      name: 'Model',
      value: madeFrom.model ?? 'deleted',
      title: 'The model that the second tracing of a pair was made against.',
    },
    {
      name: 'Records',
      value: `${SPLIT_NAMES[stimuli.split]} split, ${classes(stimuli.classes)}${stimuli.onlySuccessful ? ', fooled ones only' : ''}`,
    },
    {
      name: 'Similarity margin',
      value: decimal(options.similarityMargin, 2),
      title:
        'A reader cannot tell two tracings apart if the share of right answers lies between 1 − margin and margin, with both 95 % bounds.',
    },
    { name: 'Paper', value: `${options.paperSpeedMmPerS} mm/s, ${options.gainMmPerMv} mm/mV` },
    { name: 'Seed', value: String(protocol.seed), title: 'It chose the records; sides and order come from a secret.' },
  ];
}

const classes = (codes: readonly ClassCode[]): string =>
  codes.length === CLASS_CODES.length
    ? 'all classes'
    : codes.map((code) => CLASS_WORDS[CLASS_CODES.indexOf(code)]).join(', ');
