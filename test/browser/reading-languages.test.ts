import { afterEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { cleanup } from 'vitest-browser-svelte';
import { m } from '../../src-shared/messages/compiled/messages.js';
import { preferred } from '../../src-renderer/state/language.svelte.ts';
import { chooseByKey, inFreshWindow, REAL, showReading } from './open-reading.ts';
import { violations } from './fixtures/axe.ts';
import { readingClient } from './reading-client.ts';

inFreshWindow();
afterEach(() => localStorage.removeItem('equipoise.language'));

const language = () => page.getByRole('combobox').first();

describe('the language of the reading', () => {
  it.each([
    [['de-AT', 'en'], 'de'],
    [['zh-CN'], 'zh-Hans'],
    [['zh-TW', 'fr-CA'], 'fr'],
    [['pt-BR', 'en-US', 'es'], 'en'],
    [['pt', 'not a language'], 'en'],
  ])('is at first what the browser prefers: %j is %s', (wanted, tag) => {
    expect(preferred(wanted)).toBe(tag);
  });

  it('is chosen on the first page, which keeps what was typed', async () => {
    await showReading(readingClient({ questions: [REAL] }));
    await page.getByLabelText('Your name or code').fill('Ada');
    await language().selectOptions('Deutsch');
    await expect.element(page.getByRole('heading', { name: 'Befunden', exact: true })).toBeVisible();
    await expect.element(page.getByLabelText('Ihr Name oder Code')).toHaveValue('Ada');
    expect(document.documentElement.lang).toBe('de');
  });

  it.each([
    ['Deutsch', 'Ja, als Ada befunden', 'Welches EKG des Paares ist das echte?', 'Weiter'],
    ['Français', 'Oui, lire en tant que Ada', 'Lequel des deux ECG est le vrai ?', 'Suivant'],
    ['Español', 'Sí, leer como Ada', '¿Cuál de los dos es el ECG real?', 'Siguiente'],
    ['简体中文', '是，以 Ada 的身份阅读', '这一对中哪一条是真实的心电图？', '下一例'],
  ])('%s goes through to the pairs, with nothing that axe objects to', async (name, yes, question, nextName) => {
    await showReading(readingClient({ questions: [REAL, REAL] }));
    await language().selectOptions(name);
    expect(await violations()).toEqual([]);
    await page.getByRole('textbox').fill('Ada');
    await userEvent.keyboard('{Enter}');
    await page.getByRole('button', { name: yes }).click();
    await expect.element(page.getByRole('heading', { name: question })).toBeVisible();
    expect(await violations()).toEqual([]);
    await chooseByKey('1', () => page.getByRole('button', { name: nextName }));
    const bar = document.querySelector('footer .answers');
    expect(bar?.scrollWidth).toBeLessThanOrEqual(bar?.clientWidth ?? 0);
    expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(1280);
  });

  it('says in it what went wrong, and offers the same in it', async () => {
    await showReading(readingClient({ questions: [REAL], failures: { times: 1, afterStoring: false } }));
    await language().selectOptions('Deutsch');
    await page.getByRole('textbox').fill('Ada');
    await userEvent.keyboard('{Enter}');
    await page.getByRole('button', { name: 'Ja, als Ada befunden' }).click();
    await chooseByKey('1', () => page.getByRole('button', { name: 'Weiter' }));
    await userEvent.keyboard('{Enter}');
    await expect.element(page.getByText(/Der Datenträger ist voll\./)).toBeVisible();
    await expect.element(page.getByRole('button', { name: 'Erneut versuchen' })).toBeVisible();
  });

  it('is remembered, and ends with the reading: the rest of the program is in English', async () => {
    await showReading(readingClient({ questions: [REAL] }));
    await language().selectOptions('Français');
    await expect.element(page.getByRole('heading', { name: 'Lecture', exact: true })).toBeVisible();
    await showReading(readingClient({ questions: [REAL] }));
    await expect.element(page.getByRole('heading', { name: 'Lecture', exact: true })).toBeVisible();
    expect(m.reading_title()).toBe('Lecture');
    await cleanup();
    expect(m.reading_title()).toBe('Read');
    expect(document.documentElement.lang).toBe('en');
  });
});
