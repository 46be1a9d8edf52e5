import { counted } from '../../../src-shared/format/counted.ts';
import type { ItemList } from './item-list.ts';

/** Items 1 to 15 of GRRAS. */
export const GRRAS: ItemList = {
  title: 'GRRAS: reporting of reliability and agreement',
  reference:
    'Kottner J, Audigé L, Brorson S, et al. Guidelines for Reporting Reliability and Agreement Studies (GRRAS) were proposed. J Clin Epidemiol 2011;64:96-106, doi:10.1016/j.jclinepi.2010.03.002.',
  reading:
    'The raters are the readers, the objects are the pairs or tracings that they judged, and what is rated is the question of each task.',
  items: [
    {
      number: '1',
      section: 'Title and abstract',
      asks: 'That agreement or reliability, between raters or within them, was studied.',
      covered: null,
      authors: 'so in the title or the abstract, where agreement is an aim of the paper.',
    },
    {
      number: '2',
      section: 'Introduction',
      asks: 'What was used to measure or rate.',
      covered: ({ questions, programVersion }) =>
        `methods.md, Reading: drawn ECG paper in Equipoise ${programVersion}; the questions were ${questions}. Display and scale of every answer: tables/responses.csv.`,
      authors: null,
    },
    {
      number: '3',
      section: 'Introduction',
      asks: 'Which subjects it is about.',
      covered: ({ source }) => `methods.md, Stimuli: ${source}.`,
      authors: 'whom the records are of, and how they were recorded.',
    },
    {
      number: '4',
      section: 'Introduction',
      asks: 'Which raters it is about.',
      covered: null,
      authors: 'for which clinicians the readers stand. With fewer than five the tables take readers as fixed.',
    },
    {
      number: '5',
      section: 'Introduction',
      asks: 'What is known of the agreement already, and why the study was made.',
      covered: null,
      authors: 'both.',
    },
    {
      number: '6',
      section: 'Methods',
      asks: 'How the numbers of raters, objects and repetitions were chosen, and what they are.',
      covered: ({ begun, trials, records, repeats }) =>
        `tables/sessions.csv, tables/design.csv: ${counted(begun, 'reader')}, ${counted(trials, 'trial')} each, ${counted(records, 'record')}, ${counted(repeats, 'answer')} to pairs shown a second time. The sheet of the study gives the power for these numbers.`,
      authors: 'why these numbers.',
    },
    {
      number: '7',
      section: 'Methods',
      asks: 'How raters and objects were sampled.',
      covered: () =>
        'methods.md, Stimuli; protocol.json: records were drawn at random by the seed of the protocol, among those that it lets in.',
      authors: 'how readers were found.',
    },
    {
      number: '8',
      section: 'Methods',
      asks: 'How it was rated: time between repetitions, what raters knew, blinding.',
      covered: () =>
        'methods.md, Reading and Blinding. Times of every answer, order, breaks and interruptions: tables/responses.csv.',
      authors: 'what readers were told before and beside the program.',
    },
    {
      number: '9',
      section: 'Methods',
      asks: 'Whether raters rated independently of each other.',
      covered: () =>
        'Each reader had a session of their own, signed and chained (verification.json); nothing of another reader was shown.',
      authors: 'whether readers could speak with each other, and whether they were watched.',
    },
    {
      number: '10',
      section: 'Methods',
      asks: 'The statistical analysis.',
      covered: ({ protocolHash }) =>
        `methods.md, Analysis: κ of Cohen and of Fleiss, PABAK and AC1, locked with the protocol (SHA-256 ${protocolHash}). analysis.R computes them again.`,
      authors: null,
    },
    {
      number: '11',
      section: 'Results',
      asks: 'How many raters, objects and repetitions there were in the end.',
      covered: ({ flow, answers, planned }) =>
        `tables/sessions.csv: ${flow}; ${answers} of ${planned} planned answers.`,
      authors: null,
    },
    {
      number: '12',
      section: 'Results',
      asks: 'What raters and subjects are like: training, experience.',
      covered: () => 'tables/sessions.csv, what readers were asked before they read, if anything.',
      authors: 'training and experience of the readers; age, sex and diagnoses of those whose records were shown.',
    },
    {
      number: '13',
      section: 'Results',
      asks: 'The estimates, with their uncertainty.',
      covered: () => 'tables/agreement.csv: every estimate with its 95 % interval.',
      authors: null,
    },
    {
      number: '14',
      section: 'Discussion',
      asks: 'What the results mean in practice.',
      covered: null,
      authors: 'this.',
    },
    {
      number: '15',
      section: 'Further material',
      asks: 'Detailed results, if possible.',
      covered: () =>
        'This pack: every answer (tables/responses.csv), and the scripts that compute the tables from them.',
      authors: 'where the pack can be had.',
    },
  ],
};
