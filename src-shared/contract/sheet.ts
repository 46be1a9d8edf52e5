import { z } from 'zod';

const sectionSchema = z.object({
  heading: z.string(),
  paragraphs: z.array(z.string()).default([]),
  list: z.array(z.string()).default([]),
  table: z.object({ head: z.array(z.string()), rows: z.array(z.array(z.string())) }).optional(),
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
