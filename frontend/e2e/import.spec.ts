import type { Page } from '@playwright/test';
import { expectNoBarrier } from './barriers';
import { expect, sizes, test } from './people';

async function upload(page: Page, lines: string[]): Promise<void> {
  await page.locator('input[type=file]').setInputFiles({
    name: 'members.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(['Vorname;Nachname;Kontakt;Geburtsdatum', ...lines].join('\r\n')),
  });
  // A column that nothing is known of is said by hand; the rest goes by itself.
  await expect(page.getByLabel('What “Nachname” is')).toHaveValue('last_name');
  await expect(page.getByText(/an email address are needed/)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Check the file' })).toBeDisabled();
  await page.getByLabel('What “Kontakt” is').selectOption('Email');
  await expect(page.getByRole('radio', { name: 'Day first' })).toBeChecked();
  await expect(page.getByRole('button', { name: 'Check the file' })).toBeEnabled();
}

for (const size of ['phone', 'desktop'] as const) {
  test(`a file of members comes in whole or not at all, on a ${size}`, async ({ as }) => {
    const page = await as('manager');
    await page.setViewportSize(sizes[size]);
    await page.goto('/settings/transfer');
    const name = `Import${size}${Date.now()}`;
    const line = (first: string, day: string, email = `${first}.${name}@example.com`) =>
      [first, name, email, day].join(';');

    await upload(page, [
      line('Ada', '17.5.1991'),
      line('Ben', '3.1.1988', 'nowhere'),
      line('Eva', '29.2.2000'),
    ]);
    await expectNoBarrier(page, `the columns of an import, ${size}`);
    await page.getByRole('button', { name: 'Check the file' }).click();
    const report = page.getByRole('region', { name: 'Report, line by line' });
    await expect(report.getByRole('row')).toHaveCount(2);
    await expect(report.getByRole('row').last()).toHaveText(/^3.*Email.*Not an email address.*nowhere$/);
    await expect(page.getByRole('button', { name: 'Import 2 members' })).toBeDisabled();
    await expectNoBarrier(page, `the report of an import, ${size}`);
    await page.getByRole('button', { name: 'Discard' }).click();

    await upload(page, [line('Ada', '17.5.1991'), line('Ben', '3.1.1988'), line('Eva', '29.2.2000')]);
    await page.getByRole('button', { name: 'Check the file' }).click();
    await page.getByRole('button', { name: 'Import 3 members' }).click();
    await expect(page.getByRole('status').filter({ hasText: '3 members imported' })).toBeVisible();
    const found = await page.request.get(`/api/customers/?search=${name}&page_size=5`);
    const { results } = (await found.json()) as { results: { first_name: string }[] };
    expect(results.map(({ first_name }) => first_name).sort()).toEqual(['Ada', 'Ben', 'Eva']);
  });
}
