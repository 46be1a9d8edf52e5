import type { IdentifyingKind } from '../record/identifying-kind.ts';
import type { EdfHeader } from './header.ts';

/** What the two free fields of a header, and the annotations, tell about a person; kinds, never values. */
export function identifyingInEdf(header: EdfHeader, hasAnnotations: boolean): IdentifyingKind[] {
  const kinds = header.kind.endsWith('+') ? plusKinds(header) : plainKinds(header);
  return hasAnnotations ? [...kinds, 'comment'] : kinds;
}

/** EDF+ divides its fields by blanks, with X for what is not told (EDF+, 2.1.3.3). */
function plusKinds({ patient, recording }: EdfHeader): IdentifyingKind[] {
  const [id, sex, born, name, ...more] = parts(patient);
  // Startdate 02-MAR-2002 administration-code technician equipment
  const [, date, code, technician] = parts(recording);
  const told: [IdentifyingKind, string | undefined][] = [
    ["patient's number", id],
    ['sex', sex],
    ['date of birth', born],
    ["patient's name", name],
    ['comment', more[0]],
    ['date of recording', date],
    ["recording's number", code],
    ['technician', technician],
  ];
  return told.flatMap(([kind, part]) => (part === undefined || part === 'X' ? [] : [kind]));
}

function plainKinds({ patient, recording }: EdfHeader): IdentifyingKind[] {
  const told: [IdentifyingKind, string][] = [
    ["patient's name or number", patient],
    ['comment', recording],
  ];
  return told.flatMap(([kind, field]) => (parts(field).some((part) => part !== 'X') ? [kind] : []));
}

function parts(field: string): string[] {
  return field.split(/\s+/).filter((part) => part !== '');
}
