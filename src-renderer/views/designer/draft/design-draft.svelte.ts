import type { DesignContent } from '../../../../src-shared/contract/designs.ts';
import type { JsonPath } from '../../../../src-shared/json/locate-json.ts';
import { needsModel } from '../../../../src-shared/study/planned-arms.ts';
import { checkProtocolText } from '../../../../src-shared/study/protocol-text.ts';
import { fieldsOf, valueAt, withValue, type Fields } from './json-edit.ts';
import { protocolText } from './protocol-text.ts';

/** So many steps back are kept. */
const MOST_STEPS = 200;
/** Typing on in one field so soon is the same step, ms. */
const SAME_STEP_MS = 1500;

/**
 * A design as it is typed. The text of its protocol.json is all there is: fields show what stands in it, by their paths,
 * and change it there, so that nothing that was written by hand is lost.
 */
export class DesignDraft {
  text = $state('');
  datasetId = $state<string | null>(null);
  modelId = $state<string | null>(null);
  /** Counts what changed other than by typing in a field: forms with a state of their own begin anew. */
  turn = $state(0);
  #back = $state.raw<readonly string[]>([]);
  #last = { path: '', at: 0 };
  readonly checked = $derived(checkProtocolText(this.text));
  /** What is yet to be chosen before it can be built, each with its article. */
  readonly missing = $derived.by(() => {
    const { protocol } = this.checked;
    const lacksModel = protocol !== undefined && needsModel(protocol) && this.modelId === null;
    return [...(this.datasetId === null ? ['a dataset'] : []), ...(lacksModel ? ['a model'] : [])];
  });
  /** What it is built from, once nothing is wrong or missing. */
  readonly materials = $derived.by(() => {
    const { datasetId, modelId, missing } = this;
    const { protocol } = this.checked;
    if (protocol === undefined || datasetId === null || missing.length > 0) return undefined;
    return { protocol, datasetId, modelId };
  });

  constructor({ text, datasetId, modelId }: DesignContent) {
    this.text = text;
    this.datasetId = datasetId;
    this.modelId = modelId;
  }

  get content(): DesignContent {
    return { text: this.text, datasetId: this.datasetId, modelId: this.modelId };
  }

  at(path: JsonPath): unknown {
    return valueAt(this.checked.json, path);
  }

  /** The entries of a list; none where there is something else. */
  listAt(path: JsonPath): readonly unknown[] {
    const value = this.at(path);
    return Array.isArray(value) ? value : [];
  }

  /** The fields of an object; none where there is something else. */
  fieldsAt(path: JsonPath): Fields {
    return fieldsOf(this.at(path));
  }

  /** undefined takes it out. */
  set(path: JsonPath, value: unknown): void {
    if (this.checked.json === undefined) return;
    this.#remember(JSON.stringify(path));
    this.text = protocolText(withValue(this.checked.json, path, value) ?? {});
  }

  /** The whole text, from a file or typed by hand. */
  write(text: string, step = 'text'): void {
    this.#remember(step);
    this.text = text;
  }

  get canUndo(): boolean {
    return this.#back.length > 0;
  }

  undo(): void {
    const [before] = this.#back;
    if (before === undefined) return;
    this.#back = this.#back.slice(1);
    this.#last = { path: '', at: 0 };
    this.text = before;
    this.turn++;
  }

  /** What is wrong with the field there, or with something in it. */
  problemAt(path: JsonPath): string | undefined {
    return this.#under([path])[0]?.short;
  }

  /** How many mistakes there are in these parts. */
  problemsIn(paths: readonly JsonPath[]): number {
    return this.#under(paths).length;
  }

  #under(paths: readonly JsonPath[]) {
    return this.checked.problems.filter((problem) =>
      paths.some((path) => path.every((part, depth) => problem.path[depth] === part)),
    );
  }

  #remember(path: string): void {
    const at = performance.now();
    const goesOn = path === this.#last.path && at - this.#last.at < SAME_STEP_MS;
    this.#last = { path, at };
    if (!goesOn && this.#back[0] !== this.text) this.#back = [this.text, ...this.#back].slice(0, MOST_STEPS);
  }
}
