import { screen } from '@testing-library/react';
import { http } from 'msw';
import { expect, it } from 'vitest';
import { customer, desk } from '../../testing/samples';
import { openAt } from '../../testing/screen';
import { address, answer, page, server, signedInAs } from '../../testing/server';

it('a tag beyond the first hundred is known, too', async () => {
  const tags = Array.from({ length: 101 }, (_none, at) => ({
    id: at + 1,
    name: `Tag ${at + 1}`,
    colour: '#aa3377',
  }));
  server.use(
    signedInAs(desk),
    http.get(address('/api/customers/12/'), () => answer(customer({ tags: [101] }))),
    http.get(address('/api/tags/'), ({ request }) => {
      const at = Number(new URL(request.url).searchParams.get('page')) - 1;
      return answer({ count: tags.length, results: tags.slice(at * 100, (at + 1) * 100) });
    }),
    http.get(address('/api/appointments/'), () => answer(page([]))),
    http.get(address('/api/reminders/'), () => answer(page([]))),
  );
  await openAt('/members/12');
  expect(await screen.findByText('Tag 101')).toBeVisible();
});
