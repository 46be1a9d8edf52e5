import { decimal } from '../../../src-shared/format/number.ts';
import { counted } from '../../../src-shared/format/counted.ts';
import type { ItemList } from './item-list.ts';
import { STARD_AI_RESULTS } from './stard-ai-results.ts';

/** Items 1 to 40b of STARD-AI; those from the results on are in a file of their own. */
export const STARD_AI: ItemList = {
  title: 'STARD-AI: diagnostic accuracy studies with artificial intelligence',
  reference:
    'Sounderajah V, Guni A, Liu X, et al. The STARD-AI reporting guideline for diagnostic accuracy studies using artificial intelligence. Nat Med 2025;31:3283-3289, doi:10.1038/s41591-025-03953-8.',
  reading:
    'The guideline is made for tests of patients. Here the index test is a reader who tells real tracings from changed or made ones, and the reference standard is how the tracings were made. Items about a model are about the one that was attacked, if there is one.',
  items: [
    {
      number: '1',
      section: 'Title or abstract',
      asks: 'That the paper is about diagnostic accuracy with AI, and one measure of it.',
      covered: () => 'results.md has the measures: share of right answers and d′.',
      authors: 'so in the title or the abstract.',
    },
    {
      number: '2',
      section: 'Abstract',
      asks: 'A structured summary.',
      covered: null,
      authors: 'this, from methods.md and results.md.',
    },
    {
      number: '3',
      section: 'Introduction',
      asks: 'Background, intended use, whether the test is new, and its place in the work.',
      covered: null,
      authors: 'this.',
    },
    {
      number: '4',
      section: 'Introduction',
      asks: 'Objectives and hypotheses.',
      covered: ({ questions, arms, margin }) =>
        `methods.md: ${questions}, with the arms ${arms}; the margin of “cannot be told apart” was ${decimal(margin, 2)}.`,
      authors: 'which of them is the primary one.',
    },
    {
      number: '5',
      section: 'Study design',
      asks: 'Whether data were collected after the study was planned, or before.',
      covered: ({ lockedAt }) =>
        `Answers are prospective: the protocol was locked ${lockedAt ?? 'before the first reading'}. Records are retrospective.`,
      authors: null,
    },
    {
      number: '6',
      section: 'Ethics',
      asks: 'Approval by an ethics committee, or why none was needed.',
      covered: null,
      authors: 'this, for the readers and for the records.',
    },
    {
      number: '7',
      section: 'Participants',
      asks: 'Criteria of inclusion and exclusion, of people and of data, in the order of their use.',
      covered: ({ source }) => `methods.md, Stimuli: ${source}; protocol.json, stimuli.`,
      authors: 'the criteria of the dataset itself, and those for readers.',
    },
    {
      number: '8',
      section: 'Participants',
      asks: 'By what people were found.',
      covered: ({ dataset }) => `Records are those of ${dataset ?? 'a dataset that is gone'}.`,
      authors: 'how the dataset found its patients, and how readers were found.',
    },
    {
      number: '9',
      section: 'Participants',
      asks: 'Where and when.',
      covered: ({ firstDay, lastDay }) =>
        `Readings: ${firstDay ?? 'none yet'} to ${lastDay ?? 'none yet'} (tables/sessions.csv).`,
      authors: 'where, and where and when the records were made.',
    },
    {
      number: '10',
      section: 'Participants',
      asks: 'Whether they are a consecutive, random or convenience series.',
      covered: ({ records }) =>
        `${counted(records, 'record')}, drawn at random among the eligible by the seed in protocol.json.`,
      authors: 'what series the dataset is, and what series the readers are.',
    },
    {
      number: '11',
      section: 'Dataset',
      asks: 'Source of the data, and whether it is routine, made for the study, or public.',
      covered: ({ dataset }) =>
        `${dataset ?? 'A dataset that is gone'}; the hash of every record is in tables/responses.csv.`,
      authors: 'its source, version and licence.',
    },
    {
      number: '12',
      section: 'Dataset',
      asks: 'Who annotated the data, with what experience, and how.',
      covered: () => 'Classes are the labels of the dataset as it was imported.',
      authors: 'who gave these labels, and how.',
    },
    {
      number: '13',
      section: 'Dataset',
      asks: 'Devices that recorded the data; software of the test, with its version.',
      covered: ({ programVersion }) => `Equipoise ${programVersion} showed the tracings and recorded the answers.`,
      authors: 'the devices that recorded the ECGs.',
    },
    {
      number: '14',
      section: 'Dataset',
      asks: 'How data were acquired and prepared.',
      covered: () =>
        'methods.md, Reading and Blinding: speed, gain, rounding to the grid of the display. Sampling rate of each record: tables/responses.csv.',
      authors: 'the filters of the recording.',
    },
    {
      number: '15a',
      section: 'Test methods',
      asks: 'The index test, so that it can be repeated.',
      covered: ({ protocolHash, trials }) =>
        `protocol.json (SHA-256 ${protocolHash}): questions, arms, every option of every attack, display; ${counted(trials, 'trial')} for each reader.`,
      authors: null,
    },
    {
      number: '15b',
      section: 'Test methods',
      asks: 'How the test was developed: training, validation, test, sizes.',
      covered: ({ model }) =>
        model === null
          ? 'No model made the tracings.'
          : `The attacked model is ${model}; its card in the program has training and scores.`,
      authors: 'how the model, or the generator of made tracings, was trained.',
    },
    {
      number: '15c',
      section: 'Test methods',
      asks: 'Cut-offs or categories of the test, and which were fixed beforehand.',
      covered: () =>
        'tables/questions.csv: every answer and what it stands for. A rating counts as “real” from 4 to 6; all was locked.',
      authors: null,
    },
    {
      number: '15d',
      section: 'Test methods',
      asks: 'Who is to use the test, and with what expertise.',
      covered: () => 'tables/sessions.csv, what readers were asked before they read, if anything.',
      authors: 'training and experience of the readers.',
    },
    {
      number: '16a',
      section: 'Test methods',
      asks: 'The reference standard, so that it can be repeated.',
      covered: () =>
        'How each tracing was made, which is known without error: arm, attack and hashes in tables/responses.csv; sides follow from the secret in verification.json.',
      authors: null,
    },
    {
      number: '16b',
      section: 'Test methods',
      asks: 'Why this standard.',
      covered: () => 'There is no other: the truth is made, not found.',
      authors: null,
    },
    {
      number: '16c',
      section: 'Test methods',
      asks: 'Cut-offs or categories of the standard.',
      covered: () =>
        'Real, or changed by an attack or made by a generator: `real_side` and `source` in tables/responses.csv.',
      authors: null,
    },
    {
      number: '17a',
      section: 'Test methods',
      asks: 'Whether readers of the test knew clinical facts or the standard.',
      covered: ({ openedEarly }) =>
        `methods.md, Blinding: neither was sent to them. ${openedEarly === null ? 'Results stayed closed until all had finished.' : `Results were opened early: ${openedEarly}`}`,
      authors: null,
    },
    {
      number: '17b',
      section: 'Test methods',
      asks: 'Whether assessors of the standard knew the results of the test.',
      covered: () => 'Nobody assessed it: it was fixed at the lock, before the first answer.',
      authors: null,
    },
    {
      number: '18',
      section: 'Analysis',
      asks: 'Methods for estimating and comparing accuracy.',
      covered: () => 'methods.md, Analysis; analysis.R and mixed-model.R.',
      authors: null,
    },
    {
      number: '19',
      section: 'Analysis',
      asks: 'What was done with indeterminate results.',
      covered: ({ cannotSay }) =>
        `${counted(cannotSay, 'answer')} “cannot say”: counted in tables/summary.csv, and neither right nor wrong.`,
      authors: null,
    },
    {
      number: '20',
      section: 'Analysis',
      asks: 'What was done with missing data.',
      covered: ({ answers, planned }) =>
        `${planned - answers} of ${planned} planned answers are missing; nothing was put in their place, and an arm that is not complete says so (\`complete\`).`,
      authors: 'why readers stopped, where they did.',
    },
    {
      number: '21',
      section: 'Analysis',
      asks: 'Analyses of variability, and which were fixed beforehand.',
      covered: () => 'By arm, reader and round, all locked: tables/summary.csv, arms.csv, panel.csv, agreement.csv.',
      authors: 'which analyses beyond these were made.',
    },
    {
      number: '22',
      section: 'Analysis',
      asks: 'The intended sample size, and how it was chosen.',
      covered: ({ trials }) =>
        `tables/design.csv: ${counted(trials, 'trial')} for each reader. The sheet of the study has the power.`,
      authors: 'why these numbers.',
    },
    {
      number: '23',
      section: 'Analysis',
      asks: 'Analyses of errors, bias and fairness, if any.',
      covered: () =>
        'Bias towards an answer: `side_bias_c` and `detection_c` in tables/summary.csv; errors by class can be counted from tables/responses.csv.',
      authors: 'whether fairness was looked at.',
    },
    ...STARD_AI_RESULTS,
  ],
};
