import type { ExistenceResult } from './existence.ts';

/** Which examples a procedure leaves out, and why: a sentence each, none where every example counts. */
export function leftOutExamples({ perExample }: Pick<ExistenceResult, 'perExample'>): string[] {
  const names = (of: readonly { record: string }[]): string => of.map(({ record }) => record).join(', ');
  const barren = perExample.filter(({ noise, band }) => band === null && !noise);
  const uncrossed = perExample.filter(({ noise, crossings }) => crossings === null && Boolean(noise));
  return [
    ...(barren.length === 0
      ? []
      : [
          `Crossings and band leave out ${names(barren)}: they are made of signals from the noise, and there none kept the class.`,
        ]),
    ...(uncrossed.length === 0
      ? []
      : [`Crossings leave out ${names(uncrossed)}: there the noise gave no two signals of the class that cross.`]),
  ];
}
