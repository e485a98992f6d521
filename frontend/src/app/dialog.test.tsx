import { MantineProvider, Select } from '@mantine/core';
import { render, screen, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import { Dialog } from '../components/Dialog';
import { theme } from './theme';

it('what hangs from a field is a part of the dialog that the field is in, and else of the page', async () => {
  render(
    // As tests have it elsewhere, nothing would be put into another place.
    <MantineProvider theme={theme} env="default">
      <main>
        <Select label="Status" data={['Active']} />
      </main>
      <Dialog opened onClose={() => undefined} title="Sell a membership">
        <Select label="Plan" data={['Gold']} />
      </Dialog>
    </MantineProvider>,
  );
  const choices = (part: HTMLElement) =>
    within(part)
      .getAllByRole('option', { hidden: true })
      .map((option) => option.textContent);
  expect(choices(await screen.findByRole('dialog', { name: 'Sell a membership' }))).toEqual(['Gold']);
  expect(choices(screen.getByRole('main', { hidden: true }))).toEqual(['Active']);
});
