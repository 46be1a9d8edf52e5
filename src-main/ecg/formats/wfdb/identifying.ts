import type { IdentifyingKind } from '../record/identifying-kind.ts';
import type { WfdbHeader } from './header.ts';

/** Kinds of what comments say of a patient, by how they begin: `<age>: 25`, `# Sex: F`, `Patient name …`. */
const KINDS: readonly { kind: IdentifyingKind; pattern: RegExp }[] = [
  { kind: 'age', pattern: /\bage\b/i },
  { kind: 'sex', pattern: /\b(?:sex|gender)\b/i },
  { kind: 'date of birth', pattern: /\b(?:date of birth|birth ?date|birthday|born|dob)\b/i },
  { kind: "patient's name", pattern: /\b(?:(?:first|last|family|given|patient'?s?) ?name|name)\b/i },
  {
    kind: "patient's number",
    pattern: /\b(?:mrn|patient'?s? ?(?:id|number|no)|subject ?(?:id|number)|case ?(?:id|number))\b/i,
  },
  { kind: 'date of recording', pattern: /\b(?:date|\d{1,4}[-/.]\w{1,3}[-/.]\d{1,4})\b/i },
];

/** What headers say of who the patient is: kinds, never values. Any comment is one, since nobody knows what it says. */
export function identifyingIn(headers: readonly WfdbHeader[]): IdentifyingKind[] {
  const found = new Set<IdentifyingKind>();
  for (const { comments, hasDate } of headers) {
    if (hasDate) found.add('date of recording');
    const told = comments.filter((text) => text !== '');
    for (const { kind, pattern } of KINDS) if (told.some((text) => pattern.test(text))) found.add(kind);
    if (told.length > 0) found.add('comment');
  }
  return [...found];
}
