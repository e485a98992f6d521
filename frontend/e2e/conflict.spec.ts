import type { Page } from '@playwright/test';
import { expectNoBarrier } from './barriers';
import { expect, newMember, sizes, test } from './people';

const save = (page: Page) => page.getByRole('button', { name: 'Save changes' }).click();

// Who hears of the other's change is shown it while they type; who doesn't, by the server's refusal.
for (const [size, hears] of [
  ['phone', true],
  ['desktop', false],
] as const) {
  const how = hears ? 'hearing of it at once' : 'cut off from the line';
  test(`of two who edit a member, the second is shown both and chooses, ${how}, on a ${size}`, async ({
    as,
  }) => {
    const [first, second] = await Promise.all([as('desk'), as('manager')]);
    await second.setViewportSize(sizes[size]);
    if (!hears) await second.routeWebSocket(/\/ws\/$/, () => undefined);
    const member = await newMember(first, { city: 'Bonn' });
    for (const page of [first, second]) {
      await page.goto(`/members/${member.id}/profile`);
      await expect(page.getByLabel('City')).toHaveValue('Bonn');
    }
    await second.getByLabel('City').fill('Potsdam');
    await second.getByLabel('Preferred name').fill('Peer');
    await first.getByLabel('City').fill('Berlin');
    await first.getByLabel('Postal code').fill('10115');
    await save(first);
    await expect(first.getByText(/is saved\.$/)).toBeVisible();
    if (hears) {
      await expect(second.getByText(/Someone else has changed this meanwhile/)).toBeVisible();
      await expect(second.getByLabel('Postal code')).toHaveValue('10115');
    }

    await save(second);
    const both = second.getByRole('dialog', { name: 'Someone else changed this too' });
    const city = both.getByRole('radiogroup', { name: 'City' });
    await expect(both.getByRole('radiogroup')).toHaveCount(1);
    await expect(city.getByRole('radio', { name: /Theirs.*Berlin/ })).toBeVisible();
    await expect(both.getByRole('button', { name: 'Save my choice' })).toBeDisabled();
    await expectNoBarrier(second, `an edit conflict, ${size}`, '[role=dialog]');
    await city.getByRole('radio', { name: /Yours.*Potsdam/ }).click();
    await both.getByRole('button', { name: 'Save my choice' }).click();
    await expect(second.getByText(/is saved\.$/)).toBeVisible();

    // Nothing of either is lost, and the first is shown it.
    await expect(first.getByLabel('City')).toHaveValue('Potsdam');
    await expect(first.getByLabel('Preferred name')).toHaveValue('Peer');
    const kept: unknown = await (await first.request.get(`/api/customers/${member.id}/`)).json();
    expect(kept).toMatchObject({ city: 'Potsdam', postal_code: '10115', preferred_name: 'Peer' });
  });
}
