import { z } from 'zod';
import { readingOptionsSchema } from './reading-options.ts';

/** What an import may have to be told, by the name that `ReadingOptions` and `SaidOfSignals` have for it; `labels` is their file. */
const QUESTIONS = [
  'labels',
  'lead',
  'gaps',
  'rateHz',
  'unit',
  'columns',
  'layout',
  'labelColumn',
  'classes',
  'labelBase',
] as const;
export type ImportQuestion = (typeof QUESTIONS)[number];

/** The flag that answers each question; what is refused names it as its cure. */
const FLAGS: Record<ImportQuestion, string> = {
  labels: '--labels',
  lead: '--lead',
  gaps: '--gaps',
  rateHz: '--rate',
  unit: '--unit',
  columns: '--columns',
  layout: '--layout',
  labelColumn: '--label-column',
  classes: '--classes',
  labelBase: '--label-base',
};

/** The questions whose flags a sentence names. */
export function questionsIn(text: string): ImportQuestion[] {
  return QUESTIONS.filter((question) => new RegExp(`${FLAGS[question]}(?![\\w-])`).test(text));
}

/** What an import of these files would find, from some of their records. */
export const lookedAtDatasetSchema = z.object({
  records: z.int(),
  /** Records that were opened, and how many of them can be read. */
  tried: z.int(),
  readable: z.int(),
  /** How they are stored, in words. */
  formats: z.array(z.string()),
  ratesHz: z.array(z.number()),
  /** Names of their voltages, and which of them would be read. */
  leads: z.array(z.string()),
  read: z.array(z.string()),
  /** Where the labels come from, and the classes that they stand for; null where that failed. */
  labels: z.object({ file: z.string(), classes: z.array(z.string()) }).nullable(),
  /** Why records or labels cannot be read, each sentence once. */
  problems: z.array(z.string()),
  /** What answers them. */
  asks: z.array(z.enum(QUESTIONS)),
  /** Answers that the files suggest, for a person to confirm; all the rest was looked at as if they had been given. */
  supposed: readingOptionsSchema.extend({ labelsPath: z.string().optional() }),
  /** Why, by question: a few words each. */
  because: z.partialRecord(z.enum(QUESTIONS), z.string()),
});
export type LookedAtDataset = z.infer<typeof lookedAtDatasetSchema>;
