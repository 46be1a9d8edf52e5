import { z } from 'zod';
import { CINC_2017_CLASSES, classCodeSchema, classNames, indexOfClass, type ClassList } from '../class-list.ts';
import { counted } from '../format/counted.ts';
import { decimal } from '../format/number.ts';
import { paperMm } from '../visibility.ts';

const ofClass = z.number().gt(0).max(10_000);

/**
 * How many pairs of each class an arm shows, or their shares, by the codes of the dataset's classes; a class that is not named has
 * none. The classes of CinC 2017 come in their own order, whatever order they are written in.
 */
export const quotasSchema = z.record(classCodeSchema, ofClass).overwrite((quotas) => {
  const placeOf = (code: string): number => {
    const place = indexOfClass(CINC_2017_CLASSES, code);
    return place < 0 ? CINC_2017_CLASSES.length : place;
  };
  return Object.fromEntries(Object.entries(quotas).sort(([a], [b]) => placeOf(a) - placeOf(b)));
});
export type Quotas = z.infer<typeof quotasSchema>;

/** In what the size of a perturbation is measured: its largest value or its root mean square, µV, or the former on paper, mm. */
export const SIZE_MEASURES = {
  'peak-uv': 'µV, the largest value',
  'rms-uv': 'µV RMS',
  'peak-mm': 'mm of paper, the largest value',
} as const;
const MEASURES = Object.keys(SIZE_MEASURES) as (keyof typeof SIZE_MEASURES)[];

/** How large a perturbation may be, both ends included. */
export const sizeSchema = z
  .strictObject({
    measure: z.enum(MEASURES).default('peak-uv'),
    least: z.number().min(0).max(1_000_000).optional(),
    most: z.number().min(0).max(1_000_000).optional(),
  })
  .refine(({ least = 0, most = Infinity }) => least <= most, { path: ['most'], error: 'must not be below "least"' });
export type SizeLimits = z.infer<typeof sizeSchema>;

/** What a record may have of what spoils a recording, each by its measure (src-main/ecg/measure/signal-quality.ts). */
export const qualitySchema = z.strictObject({
  /** Share of the samples in stretches of one value that last 0.2 s or longer. */
  mostFlat: z.number().min(0).max(1).optional(),
  /** Share of the samples at the record's highest or lowest value in stretches of 10 ms or longer. */
  mostClipped: z.number().min(0).max(1).optional(),
  /** Standard deviation of the noise by the median second difference, µV. */
  mostNoiseUv: z.number().min(0).max(100_000).optional(),
});
export type QualityLimits = z.infer<typeof qualitySchema>;

/** Whether a record is as long as that, both ends included. */
export const isOfLength = (
  { minDurationMs, maxDurationMs = Infinity }: { minDurationMs: number; maxDurationMs?: number | undefined },
  durationMs: number,
): boolean => durationMs >= minDurationMs && durationMs <= maxDurationMs;

const total = (quotas: Quotas): number => Object.values(quotas).reduce((sum, quota) => sum + quota, 0);
const NEARLY = 1e-9;

/** What is wrong with these quotas of so many pairs of an arm; undefined where nothing is. */
export function quotaProblem(quotas: Quotas, pairs: number, arm: string): string | undefined {
  const sum = total(quotas);
  if (Math.abs(sum - 1) < NEARLY) return undefined;
  if (sum === pairs && Object.values(quotas).every(Number.isInteger)) return undefined;
  return `must add up to 1, as shares, or to the ${counted(pairs, 'pair')} of ${arm}, as whole numbers: they add up to ${Number.isInteger(sum) ? sum : decimal(sum, 2)}`;
}

/** How many pairs of each class that is: of shares by largest remainders, of equal ones the class that is named first. */
export function quotaCounts(quotas: Quotas, pairs: number): Map<string, number> {
  const sum = total(quotas);
  const wanted = Object.entries(quotas).flatMap(([code, quota]) => {
    const exact = (quota / sum) * pairs;
    return exact > 0 ? [{ code, whole: Math.floor(exact + NEARLY), rest: exact - Math.floor(exact + NEARLY) }] : [];
  });
  let left = pairs - wanted.reduce((so, { whole }) => so + whole, 0);
  const counts = new Map(wanted.map(({ code, whole }) => [code, whole]));
  for (const { code, whole } of [...wanted].sort((a, b) => b.rest - a.rest)) {
    if (left-- > 0) counts.set(code, whole + 1);
  }
  return counts;
}

/** Whether a perturbation is of this size, or may be, where NaN says that it is still to be made. `gainMmPerMv`: of the paper. */
export function isOfSize(
  limits: SizeLimits | undefined,
  { linfUv, rmsUv }: { linfUv: number; rmsUv: number },
  gainMmPerMv: number,
): boolean {
  if (!limits) return true;
  const { measure, least = 0, most = Infinity } = limits;
  const size = measure === 'rms-uv' ? rmsUv : measure === 'peak-mm' ? paperMm(linfUv, gainMmPerMv) : linfUv;
  return !(size < least || size > most);
}

const between = (unit: string, least?: number, most?: number): string =>
  [...(least === undefined ? [] : [`at least ${least}`]), ...(most === undefined ? [] : [`at most ${most}`])].join(
    ' and ',
  ) + ` ${unit}`;

/** 'a perturbation of at least 10 and at most 40 µV RMS' */
export function sizeWords({ measure, least, most }: SizeLimits): string {
  const unit = { 'peak-uv': 'µV', 'rms-uv': 'µV RMS', 'peak-mm': 'mm of paper' }[measure];
  return `a perturbation of ${between(unit, least, most)}`;
}

/** 'at most 2 % flat, at most 20 µV of noise'; empty where nothing is asked. */
function qualityWords({ mostFlat, mostClipped, mostNoiseUv }: QualityLimits = {}): string {
  return [
    ...(mostFlat === undefined ? [] : [`at most ${decimal(100 * mostFlat, 1)} % flat`]),
    ...(mostClipped === undefined ? [] : [`at most ${decimal(100 * mostClipped, 1)} % clipped`]),
    ...(mostNoiseUv === undefined ? [] : [`at most ${decimal(mostNoiseUv, 1)} µV of noise`]),
  ].join(', ');
}

/** '20 Normal, 20 AF': of the classes of the dataset. */
export const quotaWords = (counts: ReadonlyMap<string, number>, classes: ClassList): string =>
  [...counts].map(([code, count]) => `${count} ${classNames(classes, [code])}`).join(', ');

/** Of an arm, in brackets after its pairs: which classes, and how large a perturbation; empty where nothing is asked. */
export const criteriaWords = (
  { quotas, size }: { quotas: ReadonlyMap<string, number> | null; size: SizeLimits | undefined },
  classes: ClassList,
): string => [...(quotas ? [quotaWords(quotas, classes)] : []), ...(size ? [sizeWords(size)] : [])].join('; ');

/** Of records, in a row: how long and how good they are, besides the least length. */
export const recordWords = ({
  minDurationMs,
  maxDurationMs,
  quality,
}: {
  minDurationMs: number;
  maxDurationMs?: number | undefined;
  quality?: QualityLimits | undefined;
}): string[] => {
  const good = qualityWords(quality);
  return [
    ...(minDurationMs > 0 ? [`at least ${minDurationMs / 1000} s long`] : []),
    ...(maxDurationMs === undefined ? [] : [`at most ${maxDurationMs / 1000} s long`]),
    ...(good === '' ? [] : [good]),
  ];
};
