import { counted } from '../../../src-shared/format/counted.ts';
import type { ReportingItem } from './item-list.ts';

/** Items 24 to 40b of STARD-AI: results, discussion, other information. */
export const STARD_AI_RESULTS: readonly ReportingItem[] = [
  {
    number: '24',
    section: 'Results',
    asks: 'The flow of participants, as a diagram.',
    covered: ({ flow, virtual }) =>
      `${flow} (tables/sessions.csv)${virtual > 0 ? `; ${counted(virtual, 'virtual reader')}: a rehearsal, and no result` : ''}.`,
    authors: 'the diagram.',
  },
  {
    number: '25',
    section: 'Results',
    asks: 'What the training, validation and test sets are like.',
    covered: ({ records }) => `${counted(records, 'record')} shown, by class in tables/responses.csv.`,
    authors: 'age, sex and diagnoses, and the sets on which the model was trained.',
  },
  {
    number: '26a',
    section: 'Results',
    asks: 'How severe the condition was in those who had it.',
    covered: () => 'Size of the perturbation of every pair: `epsilon_uv` and `linf_uv` in tables/responses.csv.',
    authors: null,
  },
  {
    number: '26b',
    section: 'Results',
    asks: 'What those without the condition had instead.',
    covered: () => 'Does not apply: a tracing is real or it is not.',
    authors: null,
  },
  {
    number: '27',
    section: 'Results',
    asks: 'Time and treatment between test and standard.',
    covered: () => 'Does not apply: the standard is fixed before the test.',
    authors: null,
  },
  {
    number: '28',
    section: 'Results',
    asks: 'Whether the data have the condition as often as those for whom the test is meant.',
    covered: () =>
      'They do not: one tracing of each pair, or the share in protocol.json, is changed or made, by design.',
    authors: 'what this means for use.',
  },
  {
    number: '29',
    section: 'Results',
    asks: 'How data of an external evaluation differ from those of training.',
    covered: ({ source }) => `The real tracings are ${source}.`,
    authors: 'how they differ from those on which the model was trained, if they do.',
  },
  {
    number: '30',
    section: 'Results',
    asks: 'Results of the test against the standard, as a table.',
    covered: ({ answers }) =>
      `tables/summary.csv from ${answers} answers (tables/responses.csv): right and wrong, hits and false alarms.`,
    authors: null,
  },
  {
    number: '31',
    section: 'Results',
    asks: 'Accuracy, with its precision.',
    covered: () => 'results.md; tables/summary.csv and panel.csv, with 95 % intervals.',
    authors: null,
  },
  {
    number: '32',
    section: 'Results',
    asks: 'Harm that the test or the standard did.',
    covered: () => 'Nobody was treated by it.',
    authors: 'whatever readers reported.',
  },
  {
    number: '33',
    section: 'Discussion',
    asks: 'Limitations: bias, uncertainty, generalisability.',
    covered: ({ flagged }) =>
      `${counted(flagged, 'answer')} flagged (fast, interrupted, clock; tables/responses.csv), and none dropped.`,
    authors: 'this.',
  },
  {
    number: '34',
    section: 'Discussion',
    asks: 'What follows for practice.',
    covered: null,
    authors: 'this.',
  },
  {
    number: '35',
    section: 'Discussion',
    asks: 'Ethics and fairness of the use of the test.',
    covered: null,
    authors: 'this.',
  },
  {
    number: '36',
    section: 'Other information',
    asks: 'Registration: number and registry.',
    covered: ({ protocolHash }) => `The protocol’s hash, to be held against a registration: ${protocolHash}.`,
    authors: 'number and registry.',
  },
  {
    number: '37',
    section: 'Other information',
    asks: 'Where the protocol can be had.',
    covered: () => 'protocol.json in this pack, byte for byte as it was hashed.',
    authors: null,
  },
  {
    number: '38',
    section: 'Other information',
    asks: 'Funding, and what the funders did.',
    covered: null,
    authors: 'this.',
  },
  {
    number: '39',
    section: 'Other information',
    asks: 'Commercial interests.',
    covered: null,
    authors: 'this.',
  },
  {
    number: '40a',
    section: 'Other information',
    asks: 'Where data and code can be had, and what restricts their use.',
    covered: ({ programVersion }) =>
      `This pack has all answers and scripts; Equipoise ${programVersion} is free software (CITATION.cff).`,
    authors: 'where the pack and the records can be had.',
  },
  {
    number: '40b',
    section: 'Other information',
    asks: 'Whether what the test gave is stored and can be audited.',
    covered: () => 'verification.json: answers are signed and chained, and every opening and export is in the audit.',
    authors: null,
  },
];
