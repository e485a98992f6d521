import type { Page } from '@playwright/test';
import { expectNoBarrier } from './barriers';
import { expect, newMember, post, sizes, test, type NewMember } from './people';

/** Whom the centre knows twice, each record with a past of its own. */
async function twice(page: Page, days: number): Promise<[NewMember, NewMember]> {
  const first = await newMember(page, { birth_date: '1991-05-17' });
  const second = await newMember(page, {
    first_name: first.first_name,
    last_name: first.last_name,
    birth_date: '1991-05-17',
    city: 'Potsdam',
  });
  const plans = (await (await page.request.get('/api/plans/')).json()) as {
    results: { id: number; name: string }[];
  };
  const plan = (name: string) => plans.results.find((one) => one.name === name)?.id;
  await post(page, '/api/memberships/', { customer: first.id, plan: plan('Monthly') });
  await post(page, '/api/memberships/', { customer: second.id, plan: plan('Yearly') });
  await post(page, '/api/check-ins/', { customer: second.id });
  const services = (await (await page.request.get('/api/services/?kind=one_to_one')).json()) as {
    results: { id: number }[];
  };
  const starts = new Date(Date.now() + days * 24 * 3600_000);
  await post(page, '/api/appointments/', {
    customer: second.id,
    service: services.results[0]?.id,
    trainer: null,
    starts_at: starts.toISOString(),
    notes: '',
  });
  return [first, second];
}

for (const size of ['phone', 'desktop'] as const) {
  test(`two records of one person become one, with nothing lost, on a ${size}`, async ({ as }) => {
    const page = await as('manager');
    await page.setViewportSize(sizes[size]);
    const [kept, merged] = await twice(page, size === 'phone' ? 40 : 41); // a room is taken once at a time
    if (size === 'desktop') {
      await page.goto('/settings/transfer');
      await page
        .getByRole('listitem')
        .filter({ hasText: `#${kept.member_number}` })
        .getByRole('link', { name: 'Compare' })
        .click();
    } else {
      await page.goto(`/members/${kept.id}/record`);
      await page.getByRole('combobox', { name: 'The other record' }).fill(String(merged.member_number));
      await page.getByRole('option', { name: new RegExp(merged.email) }).click();
    }

    const dialog = page.getByRole('dialog', { name: 'Merge with another record' });
    await expect(dialog).toContainText(
      `#${merged.member_number} becomes part of ${kept.first_name} ${kept.last_name} #${kept.member_number}`,
    );
    for (const part of ['Appointments: 1', 'Memberships: 1', 'Visits: 1']) {
      await expect(dialog.getByRole('listitem').filter({ hasText: part })).toBeVisible();
    }
    await expect(
      dialog.getByRole('group', { name: 'City' }).getByRole('radio', { name: 'Potsdam' }),
    ).toBeChecked();
    await dialog.getByRole('group', { name: 'Email' }).getByRole('radio', { name: merged.email }).check();
    const merge = dialog.getByRole('button', { name: 'Merge' });
    await expect(merge).toBeDisabled();
    await expectNoBarrier(page, `a merge, ${size}`, '[role=dialog]');
    await dialog.getByRole('radio', { name: /^Yearly/ }).check();
    await merge.click();
    await expect(page.getByText('The two records are one now.')).toBeVisible();

    // What the other had is here, and what led there leads here.
    await page.goto(`/members/${merged.id}/memberships`);
    await expect(page.getByRole('heading', { level: 1, name: kept.last_name })).toBeVisible();
    await expect(page.getByText(`No. ${kept.member_number}`)).toBeVisible();
    const memberships = page.getByRole('list', { name: 'Memberships' }).getByRole('listitem');
    await expect(memberships).toHaveCount(2);
    await expect(memberships.filter({ hasText: 'Yearly' })).toContainText('Current');
    const held = async (path: string) =>
      ((await (await page.request.get(`${path}?customer=${kept.id}`)).json()) as { count: number }).count;
    expect(await held('/api/appointments/')).toBe(1);
    expect(await held('/api/check-ins/')).toBe(1);
    const record: unknown = await (await page.request.get(`/api/customers/${merged.id}/`)).json();
    expect(record).toMatchObject({ id: kept.id, city: 'Potsdam', email: merged.email });

    await page.goto('/check-in');
    const box = page.getByRole('main').getByRole('textbox').first();
    await box.fill(String(merged.member_number));
    await box.press('Enter');
    await expect(page.getByRole('region', { name: new RegExp(kept.last_name) })).toContainText('Yearly');
  });
}
