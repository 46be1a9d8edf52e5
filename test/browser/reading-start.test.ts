import { describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { inFreshWindow, REAL, showReading } from './open-reading.ts';
import { readingClient } from './reading-client.ts';

inFreshWindow();

describe('before reading', () => {
  async function openStart(answered: number) {
    const client = readingClient({ questions: [REAL, REAL, REAL], answered });
    await showReading(client);
    await expect.element(page.getByLabelText('Your name or code')).toBeVisible();
    return client;
  }
  const start = () => page.getByRole('button', { name: 'Start reading' });

  it('names no other reader, and asks whether a name is right, whoever has begun', async () => {
    const client = await openStart(2);
    expect(document.body.textContent).not.toContain('Ada');
    await page.getByLabelText('Your name or code').fill('  Ada ');
    await userEvent.keyboard('{Enter>8}');
    await expect.element(page.getByText('Read as Ada?')).toBeVisible();
    await userEvent.keyboard('{/Enter}');
    await page.getByLabelText('Your name or code').fill('Bo');
    await page.getByLabelText('Your name or code').fill('Ada');
    expect(client.opened).toEqual([]);
    await page.getByLabelText('Your name or code').fill('Bo');
    await expect.element(page.getByText('Read as Ada?')).not.toBeInTheDocument();
    await start().click();
    await expect.element(page.getByText('Read as Bo?')).toBeVisible();
    expect(client.opened).toEqual([]);
    await page.getByRole('button', { name: 'Yes, read as Bo' }).click();
    await expect.element(page.getByRole('main', { name: 'Reading' })).toBeVisible();
    expect(client.opened.map(({ reader }) => reader)).toEqual(['Bo']);
  });

  it('takes no name that a spreadsheet would take for a formula, and says why', async () => {
    await openStart(0);
    await page.getByLabelText('Your name or code').fill('=1+1');
    await expect.element(page.getByText('A name or code begins with a letter or a digit.')).toBeVisible();
    await expect.element(start()).toBeDisabled();
  });

  it('offers no way to the workbench where there is none', async () => {
    await openStart(0);
    await expect.element(page.getByRole('button', { name: 'Back' })).not.toBeInTheDocument();
  });

  it('says what to do where no study can be read', async () => {
    const client = readingClient({ questions: [] });
    client.reading.studies = async () => [];
    await showReading(client, () => undefined);
    await expect.element(page.getByText(/There is no study to read yet/)).toBeVisible();
  });
});
