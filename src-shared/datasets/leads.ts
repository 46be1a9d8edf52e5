/** The standard leads in the order in which they are listed. */
export const TWELVE_LEADS = ['I', 'II', 'III', 'aVR', 'aVL', 'aVF', 'V1', 'V2', 'V3', 'V4', 'V5', 'V6'] as const;

/** Leads by name in the order in which they are shown: the twelve first, then others as they come. */
export function inLeadOrder<T extends { lead: string }>(leads: readonly T[]): T[] {
  const place = ({ lead }: T): number => {
    const at = (TWELVE_LEADS as readonly string[]).indexOf(lead);
    return at < 0 ? TWELVE_LEADS.length : at;
  };
  return leads.toSorted((a, b) => place(a) - place(b));
}

/** Whether the twelve standard leads are among these. */
export const hasTwelveLeads = (leads: readonly string[]): boolean => TWELVE_LEADS.every((lead) => leads.includes(lead));

/** `I, II, III, aVR, aVL, aVF, V1-V6`: chest leads that follow each other as a range. */
export function leadsInWords(leads: readonly string[]): string {
  const named = inLeadOrder(leads.map((lead) => ({ lead }))).map(({ lead }) => lead);
  const chest = TWELVE_LEADS.slice(6) as readonly string[];
  const isWhole = chest.every((lead) => named.includes(lead));
  const short = isWhole ? named.map((lead) => (lead === 'V1' ? 'V1–V6' : lead)) : named;
  return short.filter((lead) => !isWhole || !chest.includes(lead)).join(', ');
}
