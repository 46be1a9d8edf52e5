import type { SheetSection } from '../../../src-shared/contract/sheet.ts';
import { counted } from '../../../src-shared/format/counted.ts';
import { decimal } from '../../../src-shared/format/number.ts';
import { sourceWords } from '../../../src-shared/sources/index.ts';
import { questionOf } from '../../../src-shared/questions/index.ts';
import { criteriaWords } from '../../../src-shared/study/criteria.ts';
import { needsModel, plannedArms } from '../../../src-shared/study/planned-arms.ts';
import type { Protocol } from '../../../src-shared/study/protocol.ts';
import type { QuestionnaireField, SessionProtocol } from '../../../src-shared/study/session.ts';
import { attackWords } from './attack-words.ts';
import { localTexts, localWords, writtenLines } from './local-words.ts';
import { recordSource } from './record-source.ts';
import { SHEET_POWER_AT, type SheetStudy } from './sheet-study.ts';

export const questionsPart = ({ protocol: { tasks }, madeFrom: { classList } }: SheetStudy['study']): SheetSection => ({
  heading: 'Questions and arms',
  paragraphs: tasks.map(({ id, question }) => `${id}: “${questionOf(question).text()}”`),
  table: {
    head: ['Question', 'Arm', 'Second tracing', 'Pairs', 'Foils'],
    rows: tasks.flatMap((task) =>
      plannedArms(task).map(({ name, origin, pairs, foils, ...criteria }) => {
        const words = criteriaWords(criteria, classList);
        const shown = `${pairs}${words === '' ? '' : ` (${words})`}`;
        const made = origin.kind === 'attack' ? attackWords(origin.attack) : sourceWords(origin);
        return [task.id, name, made, shown, String(foils)];
      }),
    ),
  },
  list: tasks.flatMap(({ id, repeats = 0, practice = 0 }) => [
    ...(repeats > 0 ? [`${id}: ${counted(repeats, 'pair')} shown again with sides swapped`] : []),
    ...(practice > 0 ? [`${id}: ${counted(practice, 'simulated pair')} to practise with first`] : []),
  ]),
});

export const recordsPart = ({ protocol, madeFrom }: SheetStudy['study']): SheetSection => {
  const { stimuli, options } = protocol;
  const scope = {
    study: 'No record is shown twice in the whole study.',
    task: 'No record is shown twice within a question.',
    matched: 'Each record of a question is shown in every one of its arms, and in no other question.',
    none: 'No record is shown twice within an arm; arms may share records.',
  };
  return {
    heading: 'Records',
    paragraphs: [
      `The real tracings are ${recordSource({ protocol, ...madeFrom })}. ${scope[options.distinctRecords]}`,
      ...(needsModel(protocol) ? [attackedWords(stimuli.onlySuccessful, madeFrom.model)] : []),
    ],
  };
};

const attackedWords = (onlySuccessful: boolean, model: string | null): string =>
  onlySuccessful
    ? `Attacked records are shown only where ${model ?? 'the model'} classified the original correctly and is fooled by the stored example.`
    : 'Attacked records are shown whether or not the model is fooled.';

export const orderPart = ({ order = 'same', rounds = 1, washoutDays = 0 }: Protocol): SheetSection => ({
  heading: 'Blinding, sides and order',
  paragraphs: [
    'Readers are sent no word about which tracing is real, and nothing that tells trials of one kind from those of another. In each arm the real tracing stands on each side in half of the pairs.',
    `Sides and order were drawn at the lock from a secret of 256 random bits; ${order === 'same' ? 'all readers see the same' : 'each reader has sides and an order of their own'}. The commitment above was fixed before the first reading, and proves afterwards that they were not changed.`,
    ...(rounds > 1 ? [`The study is read ${rounds} times, ${washoutDays} days apart.`] : []),
  ],
});

export const readersPart = ({ readers, session, display, options }: Protocol): SheetSection => ({
  heading: 'Readers and reading',
  paragraphs: [
    readers
      ? `${counted(readers.codes, 'code')} were made; each begins one session.`
      : 'Whoever gives a name may read.',
    `Paper: ${options.paperSpeedMmPerS} mm/s, ${options.gainMmPerMv} mm/mV, ${display.layout}; ${display.calibration.required ? 'every reader measures the screen first' : '96 pixels to the inch are assumed'}.`,
  ],
  list: [
    ...(session?.consent === undefined
      ? []
      : ['Whoever does not consent to the text below sees nothing of the study.']),
    ...(session?.questionnaire ?? []).map((field) => `Asked before: ${fieldWords(field)}`),
    ...(session?.breakAfter === undefined ? [] : [`A break is offered after every ${session.breakAfter} trials.`]),
    ...(session?.cannotSay ? ['“Cannot say” is offered beside the answers.'] : []),
    ...(session?.confidence ? ['Confidence from 1 to 4 is asked for after each answer.'] : []),
    ...(session?.clue ? [clueWords(session.clue)] : []),
    ...(session?.undo ? ['The last answer may be given anew; the later one counts.'] : []),
  ],
});

function fieldWords(field: QuestionnaireField): string {
  const choices = field.kind === 'choice' ? Object.values(field.choices).map(localWords) : [];
  return `${localWords(field.label)}${choices.length === 0 ? '' : `; choices: ${choices.join('; ')}`}`;
}

function clueWords({ reasons }: NonNullable<SessionProtocol['clue']>): string {
  const offered = reasons.length === 0 ? '' : `; offered as reasons: ${reasons.map(localWords).join('; ')}`;
  return `What looked wrong, and where, is asked for after each answer${offered}.`;
}

/** What readers are given to read, word by word; no section where that is nothing. */
export function textsPart({ session, tasks }: Protocol): SheetSection[] {
  const texts = [
    ...localTexts('Consent', session?.consent),
    ...localTexts('Instructions', session?.instructions),
    ...tasks.flatMap(({ id, instructions }) => localTexts(`Instructions for ${id}`, instructions, writtenLines)),
  ];
  return texts.length === 0 ? [] : [{ heading: 'Texts for readers', texts }];
}

export function samplePart({ study: { protocol, trials }, powers }: SheetStudy): SheetSection {
  return {
    heading: 'Sample size and power',
    paragraphs: [
      `Each reader answers ${counted(trials, 'trial')}. Exact tests of one reader, in one round; power of the two-sided test (α = 0.05) where the true share of right answers is ${SHEET_POWER_AT}. Interval: Clopper-Pearson, 95 %, at one half. Alike: the counts of right answers at which “cannot be told apart” is claimed with the margin ${decimal(protocol.options.similarityMargin, 2)}, and how likely that is for a reader who guesses.`,
    ],
    table: {
      head: ['Question', 'Arm', 'n', 'Power', 'Rejects at', 'Interval', 'Alike at', 'Probability'],
      rows: powers.map(({ task, arm, n, power, rejectAtMost, rejectAtLeast, interval, similarity }) => [
        ...[task, arm, String(n), decimal(power, 3)],
        [rejectAtMost === null ? [] : [`≤ ${rejectAtMost}`], rejectAtLeast === null ? [] : [`≥ ${rejectAtLeast}`]]
          .flat()
          .join(', ') || 'never',
        interval.map((bound) => decimal(bound, 3)).join(' to '),
        similarity.atLeast === null ? 'never' : `${similarity.atLeast} to ${similarity.atMost ?? ''}`,
        decimal(similarity.power, 3),
      ]),
    },
  };
}
