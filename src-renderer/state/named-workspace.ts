import { getContext, setContext } from 'svelte';

type Folder = () => string | null;
const KEY = Symbol('named workspace');

/** Tells every command shown in the window which workspace it has to name; null: it finds it by itself. */
export function nameWorkspace(folder: Folder): void {
  setContext(KEY, folder);
}

export function workspaceOfCommands(): Folder {
  return getContext<Folder | undefined>(KEY) ?? (() => null);
}
