import { cardMetricsSchema, type CardMetrics } from '../../../src-shared/models/card-scores.ts';
import type { ModelCard } from '../../../src-shared/models/model-card.ts';
import { count } from '../../../src-shared/format/number.ts';
import { humanise } from '../../format/words.ts';

/** A part of a card whose fields are shown as they are. */
type Values = Record<string, unknown>;

export interface CardFact {
  name: string;
  value: string;
}

export interface CardScores {
  /** What they were measured on, as the card names it: 'test'. */
  name: string;
  metrics: CardMetrics;
}

/** `own`: it is the model of this card. */
export type CardSeed = NonNullable<ModelCard['seeds']>[number] & { own: boolean };

/** Keys whose words are not the field's. */
const NAMES: Record<string, string> = {
  gigaMacsAt9000Samples: 'GMAC for 30 s',
  gigaMacsFor30Seconds: 'GMAC for 30 s',
  meanF1: 'Mean F1',
  seconds: 'Training, s',
  trainSha256: 'Training recordings, SHA-256',
  leftOut: 'Left out for their sampling rate or gain',
  importedSha256: 'Imported file, SHA-256',
  samplingHz: 'Sampling rate, Hz',
  unitsPerMv: 'Units per mV',
  differentiable: 'Has gradients here',
  blackBox: 'Why it has none',
  exactLogits: 'Logits are exact',
  runtimeCheck: 'Difference from onnxruntime',
  tried: 'Tried on test records',
  fittingOrder: 'Order that fits their labels; import it again with these',
};

const LONGEST_LIST = 12;
const LONGEST_MAP = 6;
const SHOWN_ELSEWHERE = new Set(['name', 'description', 'architecture', 'classes', 'parameters', 'history', 'epochs']);

/** The scores that the card gives, those of the test first. Another program's card may have some of its own names. */
export function cardScores(card: ModelCard): CardScores[] {
  const entries = Object.entries(card).sort(([a], [b]) => Number(b === 'test') - Number(a === 'test'));
  return entries.flatMap(([name, value]) => {
    const parsed = cardMetricsSchema.safeParse(value);
    return parsed.success ? [{ name, metrics: parsed.data }] : [];
  });
}

/** The seeds that the card tells of; none where it tells of no other than its own. */
export function cardSeeds({ seeds = [], options }: ModelCard): CardSeed[] {
  return seeds.length > 1 ? seeds.map((one) => ({ ...one, own: one.seed === options?.seed })) : [];
}

/** Every other plain value of the card, nested names joined: 'Data, split'. Long lists are left to the file. */
export function cardFacts(card: ModelCard | Values, prefix = ''): CardFact[] {
  return Object.entries(card).flatMap(([key, value]): CardFact[] => {
    if (prefix === '' && SHOWN_ELSEWHERE.has(key)) return [];
    if (value === null || value === undefined || cardMetricsSchema.safeParse(value).success) return [];
    const words = NAMES[key] ?? humanise(key);
    const name = prefix === '' ? words : `${prefix}, ${words.charAt(0).toLowerCase()}${words.slice(1)}`;
    const plain = plainText(value);
    if (plain !== undefined) return [{ name, value: plain }];
    return isValues(value) ? cardFacts(value, key === 'options' ? '' : name) : [];
  });
}

/** A value on one line: a word, a number, a short list of them, or a few numbers by name ('N 4,110, A 607'). */
function plainText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'number') return Number.isInteger(value) ? count(value) : String(Number(value.toPrecision(4)));
  if (Array.isArray(value)) {
    if (value.length > LONGEST_LIST || value.some((item) => typeof item === 'object')) return undefined;
    return value.map(plainText).join(', ');
  }
  if (!isValues(value)) return undefined;
  const entries = Object.entries(value);
  if (entries.length > LONGEST_MAP || entries.some(([, item]) => typeof item !== 'number')) return undefined;
  return entries.map(([name, item]) => `${name} ${plainText(item)}`).join(', ');
}

function isValues(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
