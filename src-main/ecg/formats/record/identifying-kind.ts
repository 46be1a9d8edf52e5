/**
 * What in a file can tell who a patient is, in the words of every message, whatever a format calls it. Formats name the kinds that they
 * found, never the values.
 */
export type IdentifyingKind =
  | "patient's name"
  | "patient's number"
  /** Of a free field that holds one of them. */
  | "patient's name or number"
  | 'date of birth'
  | 'age'
  | 'sex'
  | 'race'
  | 'address'
  | 'comment'
  | 'physician'
  | 'technician'
  | 'institution'
  | "recording's number"
  | 'date of recording';
