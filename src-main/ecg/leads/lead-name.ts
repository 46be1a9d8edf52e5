/**
 * Leads by their usual name, the preferred first: a lead named only `ECG`; I, which devices of one lead and CinC 2017
 * record; II and its modification, which monitors show; then the rest. X, Y, Z are Frank's.
 */
export const LEAD_ORDER = [
  ...['ECG', 'I', 'II', 'MLII', 'MLI', 'III', 'MLIII'],
  ...['V5', 'V6', 'V4', 'V3', 'V2', 'V1', 'V', 'MCL5', 'MCL1', 'CM5', 'CC5', 'ML5'],
  ...['aVF', 'aVL', 'aVR', 'V7', 'V8', 'V9', 'V3R', 'V4R', 'V5R', 'X', 'Y', 'Z'],
] as const;
export type Lead = (typeof LEAD_ORDER)[number];

const BY_SPELLING: ReadonlyMap<string, Lead> = new Map<string, Lead>([
  ...LEAD_ORDER.map((lead): [string, Lead] => [lead.toLowerCase(), lead]),
  ...(['I', 'II', 'III'] as const).flatMap((lead, i): [string, Lead][] => [
    [`d${lead.toLowerCase()}`, lead],
    [`d${i + 1}`, lead],
  ]),
  ['vx', 'X'],
  ['vy', 'Y'],
  ['vz', 'Z'],
]);

/**
 * The lead that a signal's name means: II for `ii`, `Lead II`, `ECG II`, `DII`, `MDC_ECG_LEAD_II`, `Lead II (Einthoven)`;
 * ECG for `ECG`, `EKG`, `ECG 1`, `ECG1`. Undefined if it is none that is known.
 */
export function leadOf(name: string): Lead | undefined {
  const plain = name
    .trim()
    .replace(/^MDC_ECG_LEAD_/i, '')
    .replace(/\s*\([^()]*\)$/, '');
  const own = plain.replace(/^(?:e[ck]g|lead)[ _:-]*/i, '').replace(/^lead[ _:-]*/i, '');
  if (own !== plain && /^\d*$/.test(own) && /^e[ck]g/i.test(plain)) return 'ECG';
  return BY_SPELLING.get(own.toLowerCase());
}
