import { QUESTION_IDS } from '../questions/index.ts';
import type { FieldDeclaration, RowOf } from '../tables/field-declaration.ts';

/** What is let loose on the pairs: a fixed rule, a logistic regression over cues, and a small convolutional network. */
export const CLASSIFIERS = ['second-differences', 'cues', 'network'] as const;

/** What each is called beside the readers. */
export const CLASSIFIER_NAMES: Record<(typeof CLASSIFIERS)[number], string> = {
  'second-differences': 'Second differences',
  cues: 'Cues',
  network: 'Network',
};

/** Every field of the machine's result (one row per arm and classifier), in the order of the columns. */
export const MACHINE_FIELDS = [
  { name: 'task', type: 'text', description: 'Id of the task in the protocol.' },
  { name: 'question', type: 'text', values: QUESTION_IDS, description: 'What readers are asked about the pairs.' },
  { name: 'arm', type: 'text', description: 'Name of the arm in the protocol.' },
  {
    name: 'classifier',
    type: 'text',
    values: CLASSIFIERS,
    description:
      'What told the tracings apart by what readers are sent: the rule that the tracing with less energy in its second differences is the real one, a logistic regression over cues that know nothing of ECGs (ten folds), or a small convolutional network (five folds).',
  },
  {
    name: 'n',
    type: 'integer',
    description: 'Pairs of the arm. Each was judged by what was learned from others; the rule learns nothing.',
  },
  {
    name: 'correct',
    type: 'number',
    unit: 'pairs',
    description:
      'Pairs of which the classifier named the real tracing; one about which it said nothing counts for half.',
  },
  { name: 'proportion', type: 'number', description: 'correct / n; 0.5 is chance.' },
  { name: 'wilson_low', type: 'number', description: 'Wilson 95 % interval of the proportion, lower end.' },
  { name: 'wilson_high', type: 'number', description: 'Wilson 95 % interval of the proportion, upper end.' },
  { name: 'measured_at', type: 'timestamp', description: 'When it was measured: as a rule right after the lock.' },
  { name: 'program_version', type: 'text', description: 'Version of Equipoise that measured it.' },
] as const satisfies readonly FieldDeclaration[];

/** What a program can tell of one arm from what readers are sent. */
export type MachineRow = RowOf<typeof MACHINE_FIELDS>;
