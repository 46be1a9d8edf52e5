import { oc } from '@orpc/contract';
import { z } from 'zod';

/** What is in a folder of the machine that main runs on, without what is hidden. */
const folderListingSchema = z.object({
  /** The whole path. */
  folder: z.string(),
  /** The folder above; null at the top. */
  above: z.string().nullable(),
  /** Folders first, each by name. */
  entries: z.array(z.object({ name: z.string(), path: z.string(), isFolder: z.boolean() })),
  /** How many entries are not listed, where there are very many. */
  leftOut: z.int(),
});
export type FolderListing = z.infer<typeof folderListingSchema>;

export const filesContract = {
  /** For choosing what to import; without a folder, the home folder. A reader's window has no such call. */
  browse: oc.input(z.object({ folder: z.string().optional() })).output(folderListingSchema),
};
