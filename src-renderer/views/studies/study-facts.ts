import { classNames, type ClassList } from '../../../src-shared/class-list.ts';
import type { StudySummary } from '../../../src-shared/contract/studies.ts';
import { counted } from '../../../src-shared/format/counted.ts';
import { decimal } from '../../../src-shared/format/number.ts';
import { recordWords } from '../../../src-shared/study/criteria.ts';
import { needsModel, recordsBy } from '../../../src-shared/study/planned-arms.ts';
import type { Protocol } from '../../../src-shared/study/protocol.ts';
import type { SessionProtocol } from '../../../src-shared/study/session.ts';
import { SPLIT_NAMES } from '../../format/words.ts';

const AGAINST = 'The model that the second tracing of a pair was made against.';

/** What a study is made of and how it is judged, as its card tells it. */
export function studyFacts({ madeFrom, protocol }: StudySummary): { name: string; value: string; title?: string }[] {
  const { options, rounds = 1, washoutDays = 0 } = protocol;
  return [
    { name: 'Dataset', value: madeFrom.dataset ?? 'deleted' },
    ...(madeFrom.madeDatasets.length === 0
      ? []
      : [{ name: 'Made records', value: madeFrom.madeDatasets.join(', '), title: 'Where they come from.' }]),
    ...(needsModel(protocol) ? [{ name: 'Model', value: madeFrom.model ?? 'deleted', title: AGAINST }] : []),
    { name: 'Records', value: recordFacts(protocol, madeFrom.classList) },
    {
      name: 'Similarity margin',
      value: decimal(options.similarityMargin, 2),
      title:
        'A reader cannot tell two tracings apart if the share of right answers lies between 1 − margin and margin, with both 95 % bounds.',
    },
    { name: 'Paper', value: `${options.paperSpeedMmPerS} mm/s, ${options.gainMmPerMv} mm/mV` },
    { name: 'Seed', value: String(protocol.seed), title: seedTitle(protocol) },
    { name: 'Order', value: protocol.order === 'per-reader' ? 'each reader’s own' : 'the same for all readers' },
    { name: 'Readers', value: protocol.readers ? `by code, ${protocol.readers.codes} in all` : 'by any name' },
    { name: 'Display', value: displayFacts(protocol.display) },
    { name: 'Session', value: protocol.session ? sessionFacts(protocol.session) : 'the trials alone' },
    ...(rounds > 1 ? [{ name: 'Rounds', value: `${rounds}, ${washoutDays} days apart` }] : []),
  ];
}

/** Split and class where they choose; a list shows its records whatever theirs are. */
function recordFacts(protocol: Protocol, classList: ClassList): string {
  const { stimuli } = protocol;
  const by = recordsBy(protocol);
  const chosen = [
    `${SPLIT_NAMES[stimuli.split]} split`,
    classes(stimuli.classes, classList),
    ...(stimuli.onlySuccessful && needsModel(protocol) ? ['fooled ones only'] : []),
    ...recordWords(stimuli),
    ...(protocol.options.distinctRecords === 'matched' ? ['the same in each arm'] : []),
  ].join(', ');
  return [...(by.chosen ? [chosen] : []), ...(by.listed ? ['as the protocol lists them'] : [])].join('; others ');
}

const seedTitle = (protocol: Protocol): string =>
  `${recordsBy(protocol).chosen ? 'It chose the records; s' : 'S'}ides and order come from a secret.`;

const displayFacts = ({ layout, theme, calipers, calibration }: Protocol['display']): string =>
  [
    calibration.required ? 'measured by each reader' : '96 px to the inch',
    layout.replaceAll('-', ' '),
    ...(theme === 'as-window' ? [] : [`${theme} paper`]),
    ...(calipers ? ['calipers'] : []),
  ].join(', ');

/** What a reader meets besides the trials, in its order. */
function sessionFacts(session: SessionProtocol): string {
  const parts: [boolean, string][] = [
    [session.consent !== undefined, 'consent'],
    [session.questionnaire.length > 0, `a questionnaire of ${counted(session.questionnaire.length, 'field')}`],
    [session.instructions !== undefined, 'instructions'],
    [session.breakAfter !== undefined, `a break every ${session.breakAfter ?? 0} trials`],
    [session.cannotSay, '“cannot say”'],
    [session.confidence, 'confidence'],
    [session.clue !== undefined, 'what looked wrong'],
    [session.undo, 'undo'],
    [session.comment, 'comment'],
  ];
  return parts
    .filter(([isThere]) => isThere)
    .map(([, what]) => what)
    .join(', ');
}

const classes = (codes: readonly string[] | undefined, list: ClassList): string =>
  codes === undefined || codes.length === list.length ? 'all classes' : classNames(list, codes);
