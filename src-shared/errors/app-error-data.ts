/** What kind of failure it is, for programs. */
export type AppErrorCode =
  | 'bad-input' // a value, file or option that cannot be used as given
  | 'not-found' // a record, model, run, study or file that does not exist
  | 'damaged' // data, ours or others', that contradicts itself
  | 'refused' // understood, but not allowed (unsafe archive, locked study, wrong token)
  | 'conflict' // exists already, or in use by another job
  | 'unavailable' // a part of this machine is missing (engine, browser, display)
  | 'storage' // the disk or the database failed
  | 'cancelled' // the person stopped it; not a failure, and never shown as one
  | 'internal'; // a defect of the program

/** An error as it crosses a boundary. */
export interface AppErrorData {
  code: AppErrorCode;
  message: string;
  details?: Record<string, unknown> | undefined;
}
