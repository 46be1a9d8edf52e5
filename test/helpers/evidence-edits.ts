import { responseHash } from '../../src-main/db/studies/responses.ts';
import { Editor, type AnswerRow } from './workspace-editor.ts';

const A = `(SELECT id FROM sessions WHERE reader = 'Dr A')`;
const B = `(SELECT id FROM sessions WHERE reader = 'Dr B')`;
const firstExample = '(SELECT example_id FROM trials WHERE position = 0)';
const attackedKey = `(SELECT sha256 FROM examples WHERE id = ${firstExample})`;
const originalKey = `(SELECT r.sha256 FROM records r JOIN examples e ON e.record_id = r.id WHERE e.id = ${firstExample})`;
const protocol = (path: string, value: string) => (e: Editor) => {
  e.run(`UPDATE studies SET protocol = json_set(protocol, '${path}', ${value})`);
};
const sql = (text: string) => (e: Editor) => {
  e.run(text);
};

// One list of every edit, which is why this file is long.
export const EDITS: [name: string, edit: (e: Editor) => void, expected: RegExp][] = [
  ['one answer changed', (e) => e.change('Dr A', 2), /answer 3 of reader "Dr A" was changed/],
  [
    'its response time',
    sql(
      `UPDATE responses SET content = json_set(content, '$.responseTimeMs', 1) WHERE position = 1 AND session_id = ${A}`,
    ),
    /answer 2 of reader "Dr A" was changed/,
  ],
  [
    'an answer with its own hash',
    (e) => {
      e.change('Dr A', 2);
      const row = e.answers('Dr A')[2] as AnswerRow;
      e.db.prepare('UPDATE responses SET hash = ? WHERE id = ?').run(responseHash(row), row.id);
    },
    /answer 3 of reader "Dr A" was changed: the audit has another hash/,
  ],
  [
    'the last answer of a finished reader with its own hash',
    (e) => {
      e.change('Dr A', 5);
      e.rechain('Dr A', 5);
    },
    /answer 6 of reader "Dr A" was changed.*receipt of reader "Dr A" is for 6 answers/,
  ],
  [
    'the last answer of a running reader with its own hash',
    (e) => {
      e.change('Dr B', 3);
      e.rechain('Dr B', 3);
    },
    /answer 4 of reader "Dr B" was changed/,
  ],
  [
    'an answer with the chain recomputed after it',
    (e) => {
      e.change('Dr A', 1);
      e.rechain('Dr A', 1);
    },
    /answer 2 of reader "Dr A" was changed/,
  ],
  [
    'one answer deleted',
    sql(`DELETE FROM responses WHERE position = 2 AND session_id = ${A}`),
    /1 of reader "Dr A"'s answers are missing: 3/,
  ],
  [
    'the last answer deleted',
    sql(`DELETE FROM responses WHERE position = 5 AND session_id = ${A}`),
    /answers are missing: 6/,
  ],
  [
    'the last of a running reader deleted',
    sql(`DELETE FROM responses WHERE position = 3 AND session_id = ${B}`),
    /"Dr B"'s answers are missing: 4/,
  ],
  [
    'the last three deleted',
    sql(`DELETE FROM responses WHERE position > 2 AND session_id = ${A}`),
    /3 of reader "Dr A"'s answers are missing: 4 to 6/,
  ],
  [
    'all of a reader deleted',
    sql(`DELETE FROM responses WHERE session_id = ${A}`),
    /6 of reader "Dr A"'s answers are missing: 1 to 6/,
  ],
  [
    'a reader with everything deleted',
    sql(`DELETE FROM responses WHERE session_id = ${B}; DELETE FROM presentations WHERE session_id = ${B};
         DELETE FROM session_keys WHERE session_id = ${B}; DELETE FROM sessions WHERE reader = 'Dr B'`),
    /reader "Dr B" was removed, with 4 answers/,
  ],
  [
    'two positions swapped',
    sql(`UPDATE responses SET position = 99 WHERE position = 0 AND session_id = ${A};
         UPDATE responses SET position = 0 WHERE position = 1 AND session_id = ${A};
         UPDATE responses SET position = 1 WHERE position = 99 AND session_id = ${A}`),
    /answer 1 of reader "Dr A" was changed/,
  ],
  [
    'trial ids of two answers swapped',
    (e) => {
      const [first, second] = e.answers('Dr A') as [AnswerRow, AnswerRow];
      const set = e.db.prepare('UPDATE responses SET trial_id = ? WHERE id = ?');
      set.run('none', first.id);
      set.run(first.trialId, second.id);
      set.run(second.trialId, first.id);
      e.rechain('Dr A');
    },
    /answer 1 of reader "Dr A" was changed/,
  ],
  [
    'answers of two readers exchanged',
    (e) => {
      const [a, b] = [e.sessionOf('Dr A'), e.sessionOf('Dr B')];
      e.run(`UPDATE responses SET session_id = 'none' WHERE session_id = '${a}' AND position < 4;
        UPDATE responses SET session_id = '${a}' WHERE session_id = '${b}';
        UPDATE responses SET session_id = '${b}' WHERE session_id = 'none'`);
      e.rechain('Dr A');
      e.rechain('Dr B');
    },
    /answer 1 of reader "Dr A" was changed/,
  ],
  [
    "two readers' names exchanged",
    sql(`UPDATE sessions SET reader_key = reader; UPDATE sessions SET reader = iif(reader = 'Dr A', 'Dr B', 'Dr A')`),
    /reader "Dr A" was renamed to "Dr B".*reader "Dr B" was renamed to "Dr A"/,
  ],
  [
    'a reader renamed',
    sql(`UPDATE sessions SET reader = 'Dr C' WHERE reader = 'Dr A'`),
    /reader "Dr A" was renamed to "Dr C"/,
  ],
  [
    'a reader marked virtual',
    sql(`UPDATE sessions SET virtual = 1 WHERE reader = 'Dr A'`),
    /reader "Dr A" was marked as a virtual reader/,
  ],
  [
    'a reader forged with all answers right',
    (e) => {
      e.run(`INSERT INTO sessions SELECT 'forged', study_id, 'Dr F', 'dr f', 0, started_at FROM sessions WHERE reader = 'Dr A';
        INSERT INTO responses (session_id, position, trial_id, content, previous_hash, hash)
          SELECT 'forged', position, trial_id, content, '', '' FROM responses WHERE session_id = ${A}`);
      e.rechain('Dr F');
    },
    /reader "Dr F" was forged/,
  ],
  [
    'the side of one trial',
    sql('UPDATE trials SET real_side = 3 - real_side WHERE position = 0'),
    /pair 1 \(record R\d+\): the side of the real tracing was [12], is [12]/,
  ],
  [
    'the sides of all',
    sql('UPDATE trials SET real_side = 3 - real_side'),
    /pair 1 .*side.*pair 2 .*side.*and 2 more changes/,
  ],
  ['the arms of all', sql(`UPDATE trials SET arm = 'PGD'`), /its arm was "SAP", is "PGD"/],
  [
    'the examples of two trials exchanged',
    sql(`CREATE TEMP TABLE pair AS SELECT id, example_id FROM trials WHERE position < 2;
         UPDATE trials SET example_id = (SELECT example_id FROM pair WHERE pair.id <> trials.id) WHERE id IN (SELECT id FROM pair)`),
    /pair 1 \(record (R\d+)\): its record was "\1", is "R\d+"/,
  ],
  [
    'the margin',
    protocol('$.options.similarityMargin', '0.9'),
    /the protocol: options.similarityMargin was 0.6, is 0.9/,
  ],
  [
    'the instructions',
    protocol('$.tasks[0].instructions', `'Choose 1'`),
    /the protocol: tasks.0.instructions was missing, is "Choose 1"/,
  ],
  ['the number of pairs', protocol('$.tasks[0].arms[0].pairs', '5'), /the protocol: tasks.0.arms.0.pairs was 4, is 5/],
  [
    'the title, with a false protocol hash',
    sql(`UPDATE studies SET title = 'Another', protocol_sha256 = 'ff'`),
    /the hash of the protocol was \w+, is "ff".*the title was "Fixture study", is "Another"/,
  ],
  ['the study unlocked', sql('UPDATE studies SET locked_at = NULL'), /the study was unlocked; it was locked at 2026/],
  [
    'a stimulus replaced by its original',
    sql(
      `UPDATE signals SET samples = (SELECT samples FROM signals WHERE sha256 = ${originalKey}) WHERE sha256 = ${attackedKey}`,
    ),
    /pair 1 .*the samples of its second tracing/,
  ],
  [
    'a stimulus pointed to its original',
    sql(`UPDATE examples SET sha256 = ${originalKey} WHERE id = ${firstExample}`),
    /pair 1 .*the samples of its second tracing/,
  ],
  [
    'every sample of a stimulus plus one',
    (e) => {
      const key = e.db.prepare<[], string>(`SELECT ${attackedKey}`).pluck().get() ?? '';
      const blob = e.db.prepare<[string], Buffer>('SELECT samples FROM signals WHERE sha256 = ?').pluck().get(key)!;
      for (let at = 0; at < blob.length; at += 2) blob.writeInt16LE(blob.readInt16LE(at) + 1, at);
      e.db.prepare('UPDATE signals SET samples = ? WHERE sha256 = ?').run(blob, key);
    },
    /pair 1 .*the samples of its second tracing/,
  ],
  [
    'a stimulus zeroed',
    sql(`UPDATE signals SET samples = zeroblob(length(samples)) WHERE sha256 = ${attackedKey}`),
    /pair 1 .*the samples of its second tracing/,
  ],
  [
    'an original zeroed',
    sql(`UPDATE signals SET samples = zeroblob(length(samples)) WHERE sha256 = ${originalKey}`),
    /pair 1 .*the samples of its original tracing/,
  ],
  [
    'ε and the largest difference',
    sql(`UPDATE attack_runs SET options = json_set(options, '$.epsilonUnits', 1);
         UPDATE examples SET metrics = json_set(metrics, '$.linfUv', 1)`),
    /its attack's options epsilonUnits was 10, is 1.*the largest difference of its tracings was 10, is 1/,
  ],
  [
    'the method',
    sql(`UPDATE attack_runs SET options = json_set(options, '$.method', 'pgd')`),
    /options method was "sap", is "pgd"/,
  ],
  [
    'the hash of the model',
    sql(`UPDATE attack_runs SET model_sha256 = 'ff'`),
    /the hash of the attacked model was \w+, is "ff"/,
  ],
  ['the lead of a record', sql(`UPDATE records SET lead = 'V5'`), /the lead of its record was .*, is "V5"/],
  ['the labels', sql('UPDATE records SET label = 2'), /the label of its record was 0, is 2/],
  [
    'the classes after the attack',
    sql('UPDATE examples SET adversarial_class = 3'),
    /the model's class after the attack was 1, is 3/,
  ],
  ['the audit emptied', sql('DELETE FROM audit'), /ends with event 0 of \d+/],
  [
    'the presentations emptied',
    sql('DELETE FROM presentations'),
    /presentations of reader "Dr A" were changed: 0 are stored, the audit has 6/,
  ],
  [
    'the secret exchanged',
    sql('UPDATE study_secrets SET secret = zeroblob(32)'),
    /the secret of the sides and the order/,
  ],
  ['a trial removed', sql('DELETE FROM trials WHERE position = 5'), /pair 6 \(record R\d+\) was removed/],
];
