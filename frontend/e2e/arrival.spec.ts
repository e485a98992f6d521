import { expectNoBarrier } from './barriers';
import { mailed } from './mail';
import { expect, newMember, sizes, test } from './people';

// The member on a phone, the desk at its counter, and whoever is at the door with a scanner.
test('who registers finds their own record, is sold a membership, and is let in by their pass', async ({
  as,
  page: phone,
}) => {
  await phone.setViewportSize(sizes.phone);
  const [desk, door] = await Promise.all([as('desk'), as('trainer')]);
  const member = await newMember(desk, { phone_number: '+493023125999' });
  const { email, last_name: name } = member;

  await phone.goto('/register');
  await phone.getByLabel('First name').fill('Somebody');
  await phone.getByLabel('Last name').fill('Else');
  await phone.getByLabel('Email').fill(email.toUpperCase());
  await phone.getByRole('textbox', { name: 'Password' }).fill('a long way to the gym');
  await phone.getByRole('button', { name: 'Create account' }).click();
  await expect(phone.getByRole('heading', { name: 'Confirm your email' })).toBeVisible();
  // An address that nobody has proven opens nothing, not even in the browser that gave it.
  expect((await phone.request.get('/api/me/')).status()).toBe(401);
  const hasLogin = async () =>
    ((await (await desk.request.get(`/api/customers/${member.id}/`)).json()) as { has_login: boolean })
      .has_login;
  expect(await hasLogin()).toBe(false);

  await phone.getByLabel('Code').fill(await mailed(email, /^(\S+) is your code for/));
  await phone.getByRole('button', { name: 'Confirm address' }).click();
  await expect(phone.getByRole('heading', { name: /^(Hello|Welcome)/ })).toBeVisible();
  expect(await hasLogin()).toBe(true);
  await phone.goto('/me');
  await expect(phone.getByLabel('Last name')).toHaveValue(name);
  await expect(phone.getByRole('group', { name: 'How to reach them' }).getByLabel('Phone')).toHaveValue(
    /23125999$/,
  );
  await phone.goto('/');
  await expect(phone.getByText('You have no membership yet.')).toBeVisible();

  await desk.goto(`/members/${member.id}`);
  await desk.getByRole('link', { name: 'Memberships' }).click();
  await desk.getByRole('button', { name: 'Sell a membership' }).click();
  const sale = desk.getByRole('dialog', { name: 'Sell a membership' });
  await sale.getByRole('combobox', { name: 'Plan' }).fill('Monthly');
  await desk.getByRole('option', { name: 'Monthly' }).click();
  await expect(sale.getByRole('status')).toContainText('This comes of it');
  await sale.getByRole('button', { name: 'Sell a membership' }).click();
  await expect(desk.getByText('The membership is sold.')).toBeVisible();
  await expect(phone.getByText('Monthly')).toBeVisible({ timeout: 1000 });

  await desk.goto('/check-in');
  await door.goto('/check-in');
  const shown = phone.waitForResponse('**/api/me/pass/');
  await phone.getByRole('button', { name: 'Show my code' }).click();
  const { code } = (await (await shown).json()) as { code: string };
  await expect(phone.getByRole('img', { name: 'Code for the desk’s scanner' })).toBeVisible();
  const scanner = door.getByRole('main').getByRole('textbox').first();
  await scanner.fill(code);
  await scanner.press('Enter');
  const verdict = door.getByRole('region', { name: new RegExp(name) });
  await expect(verdict).toContainText('Come in');
  await expect(verdict).toContainText('Monthly');
  const arrivals = desk.getByRole('region', { name: 'Arrivals today' });
  await expect(arrivals.getByRole('listitem').filter({ hasText: name })).toContainText('Monthly', {
    timeout: 1000,
  });
  await expectNoBarrier(door, 'who is let in');

  // A picture of the code that somebody took meanwhile.
  await scanner.fill(code);
  await scanner.press('Enter');
  await expect(door.getByRole('alert')).toContainText('This code has let in once already.');
});
