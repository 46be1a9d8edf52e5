import { expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { inFreshWindow, REAL, showReading } from './open-reading.ts';
import { readingClient } from './reading-client.ts';

inFreshWindow();

/** The last page of a reading, as somebody sees it who opens a finished session again. */
async function lastPage(client: ReturnType<typeof readingClient>): Promise<void> {
  await showReading(client);
  await page.getByLabelText('Your name or code').fill('Ada');
  await page.getByRole('button', { name: 'Start reading' }).click();
  await page.getByRole('button', { name: 'Yes, read as Ada' }).click();
  await expect.element(page.getByText(/All 2 cases are answered/)).toBeVisible();
}

it('the last page gives the reader a receipt to keep: the fingerprint and for how many answers it is', async () => {
  await lastPage(readingClient({ questions: [REAL, REAL], answered: 2 }));
  const fingerprint = page.getByText('1a2b-3c4d-5e6f-7a8b-9c0d', { exact: true });
  await expect.element(fingerprint).toBeVisible();
  expect(getComputedStyle(fingerprint.element()).userSelect).toBe('all');
  await expect.element(page.getByRole('main')).toMatchTextContent(/9c0d.*2 answers/s);
});

it('the last page of a session that an older version began speaks of no receipt', async () => {
  const client = readingClient({ questions: [REAL, REAL], answered: 2 });
  const { open } = client.reading;
  client.reading.open = async (input) => ({ ...(await open(input)), receipt: null });
  await lastPage(client);
  expect(document.body.textContent).not.toMatch(/receipt/i);
});
