/** A word for a POSIX shell: quoted where it needs to be. */
export function shellWord(word: string): string {
  return /^[\w@%+=:,./~-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** A command as one types it in the program's folder, on the workspace that the window shows. */
export function commandLine(command: string, workspace: string | null): string {
  return `npm run equipoise -- ${command}${workspace === null ? '' : ` --workspace ${shellWord(workspace)}`}`;
}
