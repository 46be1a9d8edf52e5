import { z } from 'zod';

/** The classes that a dataset's labels or a model's outputs can be, in their order; a class index is a position in it. */
export type ClassList = readonly EcgClass[];

/** What a class is called wherever it is written down: short, and safe in CSV, on a command line and as a key of JSON. */
export const classCodeSchema = z
  .string()
  .regex(
    /^[\p{L}\p{N}~][\p{L}\p{M}\p{N} ._~+/()&#-]{0,39}$/u,
    'must be 1 to 40 letters, digits, spaces or ._~+/()&#-, with a letter or digit first',
  )
  .refine((code) => code === code.trim() && code.normalize() === code, 'must not end with a space')
  .refine((code) => !RESERVED.includes(code.toLowerCase()), 'is a word with a meaning of its own: choose another code');

const ecgClassSchema = z.object({
  /** `AF`; unique in its list. */
  code: classCodeSchema,
  /** `Atrial fibrillation`: as people are told of it. */
  name: z
    .string()
    .min(1)
    .max(80)
    .regex(/^[^\p{C}]+$/u, 'must not contain control characters'),
  /** False where the mean of F1 leaves it out, as the challenge of CinC 2017 does its noise. */
  scored: z.literal(false).optional(),
});
export type EcgClass = z.infer<typeof ecgClassSchema>;

export const MOST_CLASSES = 100;
/** Values of `--target` and of results that are no class. */
const RESERVED = ['none', 'han2020', 'untargeted', 'all', 'own'];

export const classListSchema = z
  .array(ecgClassSchema)
  .min(2)
  .max(MOST_CLASSES)
  .refine((classes) => new Set(classes.map(({ code }) => code.toLowerCase())).size === classes.length, {
    error: ({ input }) => `has the code ${repeated(input as ClassList)} twice; each class needs one of its own`,
  });

/** Those of the challenge of CinC 2017, in the order of Han et al. 2020: what is meant where no list is given. */
export const CINC_2017_CLASSES = [
  { code: 'N', name: 'Normal' },
  { code: 'A', name: 'AF' },
  { code: 'O', name: 'Other' },
  { code: '~', name: 'Noise', scored: false },
] as const satisfies ClassList;

/** Those of a model, from its card. */
export const classesOfCard = ({ classes }: { classes?: ClassList | undefined }): ClassList =>
  classes ?? CINC_2017_CLASSES;

export const codesOf = (classes: ClassList): string[] => classes.map(({ code }) => code);

/** 'Normal'; a number where the list has no such class. */
export const className = (classes: ClassList, index: number): string => classes[index]?.name ?? `class ${index}`;

/** 'Normal, AF': as a person is told of classes; data and protocols hold their codes. */
export const classNames = (classes: ClassList, codes: readonly string[]): string =>
  codes.map((code) => classes.find((one) => one.code === code)?.name ?? code).join(', ');

/** The position of the class with this code, or −1. */
export const indexOfClass = (classes: ClassList, code: string): number => classes.findIndex((one) => one.code === code);

/** 'N, A, O': those that the mean of F1 is over; undefined where it is over all. */
export const scoredWords = (classes: ClassList, by: 'code' | 'name'): string | undefined => {
  const scored = classes.filter((one) => one.scored !== false);
  return scored.length === classes.length ? undefined : scored.map((one) => one[by]).join(', ');
};

/** Whether both have the same codes in the same order, so that an index means the same in either. */
export const sameClasses = (a: ClassList, b: ClassList): boolean =>
  a.length === b.length && a.every(({ code }, index) => code === b[index]?.code);

/** `N (Normal), A (AF)`: for messages that list what can be said. */
export const classesInWords = (classes: ClassList): string =>
  classes.map(({ code, name }) => (code === name ? code : `${code} (${name})`)).join(', ');

function repeated(classes: ClassList): string {
  const codes = codesOf(classes);
  return codes.find((code, i) => codes.findIndex((one) => one.toLowerCase() === code.toLowerCase()) !== i) ?? '';
}
