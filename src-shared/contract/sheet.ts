import { z } from 'zod';

const blockSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.enum(['heading', 'paragraph']), text: z.string() }),
  z.object({ kind: z.literal('list'), ordered: z.boolean(), items: z.array(z.string()) }),
]);

/** A text that readers are given, in one language. */
const textSchema = z.object({ title: z.string(), blocks: z.array(blockSchema) });
export type SheetText = z.input<typeof textSchema>;

const sectionSchema = z.object({
  heading: z.string(),
  paragraphs: z.array(z.string()).default([]),
  list: z.array(z.string()).default([]),
  table: z.object({ head: z.array(z.string()), rows: z.array(z.array(z.string())) }).optional(),
  texts: z.array(textSchema).default([]),
});
export type SheetSection = z.input<typeof sectionSchema>;

/** `protocol`: everything that was fixed. `preregistration`: the same as the usual forms of preregistration ask for it. */
export const SHEET_FORMS = ['protocol', 'preregistration'] as const;
export type SheetForm = (typeof SHEET_FORMS)[number];

/** A page to print about a study. */
export const sheetSchema = z.object({
  title: z.string(),
  line: z.string(),
  facts: z.array(z.object({ name: z.string(), value: z.string() })),
  sections: z.array(sectionSchema),
});
export type Sheet = z.input<typeof sheetSchema>;
