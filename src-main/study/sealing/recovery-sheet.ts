import type { SealingKey } from './seal.ts';
import { writeKey } from './written-key.ts';

interface SheetFacts {
  /** Titles and times, as they are to be read on paper. */
  study: string;
  madeAt: string;
}

/** A page to print: the coordinator's private key, in groups, and what it is for. Whoever has it needs no passphrase. */
export function recoverySheet(key: SealingKey, { study, madeAt }: SheetFacts): string {
  const groups = writeKey(key)
    .map((group, i) => `<li><small>${i + 1}</small> ${group}</li>`)
    .join('\n');
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Equipoise recovery sheet</title>
<style>
  body { font: 12pt/1.5 sans-serif; max-width: 40em; margin: 2em auto; padding: 0 1em; }
  ol { display: grid; grid-template-columns: repeat(auto-fill, 7em); gap: .5em; padding: 0; list-style: none; }
  li { font: 16pt/1.5 monospace; }
  small { font-size: 9pt; }
</style>
<h1>Equipoise recovery sheet</h1>
<p>Made ${escaped(madeAt)}, with the study “${escaped(study)}”. Print it, lock it away, and delete the file.</p>
<p>This key opens the sealed truth in every .equipoise file that this workspace exports. It needs no passphrase: whoever
reads it before a study is read can break the blinding.</p>
<ol>
${groups}
</ol>
<p>Public half: ${Buffer.from(key.publicKey).toString('base64')}</p>
<p>If the workspace is lost, type the groups into a text file and use it:</p>
<pre>npm run equipoise -- study unseal FILE.equipoise --recovery-key KEY.txt --into NEW-FOLDER</pre>
<p>The last character of each group is a check character: a mistyped group is named.</p>
</html>
`;
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string): string => text.replace(/[&<>"]/g, (character) => ENTITIES[character] ?? '');
