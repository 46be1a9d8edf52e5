import type { EdfHeader } from './header.ts';

/** What the two free fields of a header, and the annotations, tell about a person; kinds, never values. */
export function identifyingInEdf(header: EdfHeader, hasAnnotations: boolean): string[] {
  const kinds = header.kind.endsWith('+') ? plusKinds(header) : plainKinds(header);
  return hasAnnotations ? [...kinds, 'comment'] : kinds;
}

/** EDF+ divides its fields by blanks, with X for what is not told (EDF+, 2.1.3.3). */
function plusKinds({ patient, recording }: EdfHeader): string[] {
  const [id, sex, born, name, ...more] = parts(patient);
  // Startdate 02-MAR-2002 administration-code technician equipment
  const [, date, code, technician] = parts(recording);
  const told: [string, string | undefined][] = [
    ["patient's id", id],
    ['sex', sex],
    ['date of birth', born],
    ["patient's name", name],
    ['comment', more[0]],
    ['date of recording', date],
    ["recording's id", code],
    ['technician', technician],
  ];
  return told.flatMap(([kind, part]) => (part === undefined || part === 'X' ? [] : [kind]));
}

function plainKinds({ patient, recording }: EdfHeader): string[] {
  return [
    ...(parts(patient).some((part) => part !== 'X') ? ["patient's name or id"] : []),
    ...(parts(recording).some((part) => part !== 'X') ? ['comment'] : []),
  ];
}

function parts(field: string): string[] {
  return field.split(/\s+/).filter((part) => part !== '');
}
