import type { JsonPath } from '../../../../src-shared/json/locate-json.ts';
import type { Choices } from './choices.svelte.ts';
import type { DesignDraft } from './design-draft.svelte.ts';

/** What a section is given. */
export interface SectionProps {
  draft: DesignDraft;
  choices: Choices;
}

/** What every field of a design is given. */
export interface FieldProps {
  draft: DesignDraft;
  path: JsonPath;
  label: string;
  hint?: string | undefined;
}

/** What the fields of an origin are given. `path`: of the arm. */
export interface OriginProps extends SectionProps {
  path: JsonPath;
}
