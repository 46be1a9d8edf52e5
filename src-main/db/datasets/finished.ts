/** A condition on a dataset's id: that all its records are stored. */
export const finished = (id: string): string => `${id} NOT IN (SELECT dataset_id FROM unfinished_datasets)`;
