import { screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { beforeEach, expect, it, vi } from 'vitest';
import { desk } from '../../testing/samples';
import { openAt } from '../../testing/screen';
import { address, answer, server, signedInAs } from '../../testing/server';

const BUCKET = address('/media');
let asked: number;
let posted: unknown;
/** What the function makes of each upload, by its number. */
let outcomes: string[];

const id = (number: number) => `0b6f7e9c-0000-4000-8000-00000000000${number}`;

beforeEach(() => {
  [asked, posted, outcomes] = [0, null, ['ready', 'ready', 'ready']];
  vi.stubGlobal('createImageBitmap', () =>
    Promise.resolve({ width: 800, height: 600, close: () => undefined }),
  );
  vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue({
    fillRect: () => undefined,
    drawImage: () => undefined,
  } as unknown as CanvasRenderingContext2D);
  vi.spyOn(HTMLCanvasElement.prototype, 'toBlob').mockImplementation((give) => {
    give(new Blob(['read'], { type: 'image/jpeg' }));
  });
  URL.createObjectURL = () => 'blob:picture';
  URL.revokeObjectURL = () => undefined;
  server.use(
    signedInAs(desk),
    http.get(address('/api/posts/'), () => answer({ next: null, results: [] })),
    http.post(address('/api/posts/pictures/'), ({ request }) => {
      // By one key several would be answered with the form of the first.
      expect(request.headers.get('Idempotency-Key')).toBeNull();
      const form = { id: id(asked), url: BUCKET, fields: { key: 'x' }, max_bytes: 10_000_000 };
      asked += 1;
      return HttpResponse.json(form, { status: 201 });
    }),
    http.post(BUCKET, () => new HttpResponse(null, { status: 204 })),
    http.get(address('/api/pictures/:id/'), ({ params }) => {
      const name = String(params.id);
      const state = outcomes[Number(name.at(-1))] ?? 'ready';
      return answer({ id: name, state, reason: state === 'refused' ? 'something_behind' : '' });
    }),
    http.post(address('/api/posts/'), async ({ request }) => {
      posted = await request.json();
      const said = { text: 'Look', comment_count: 0, reactions: {}, my_reaction: null, tally: 0, version: 1 };
      const by = { author: desk.id, author_name: 'Sofia', created_at: '2026-11-24T08:00:00Z' };
      const rest = { edited_at: null, hidden_at: null, client_id: null, pictures: [] };
      return answer({ id: 9, ...said, ...by, ...rest });
    }),
  );
});

async function openWith(files: number) {
  const opened = await openAt('/feed');
  await opened.user.type(await screen.findByRole('textbox', { name: 'Write something' }), 'Look');
  const input = document.querySelector<HTMLInputElement>('input[type=file]');
  if (!input) throw new Error('nothing to choose a file with');
  const chosen = Array.from(
    { length: files },
    (_, at) => new File([`${at}`], `${at}.jpg`, { type: 'image/jpeg' }),
  );
  await opened.user.upload(input, chosen);
  return opened;
}

it('pictures go out with what they show, in the order that the keys put them in', async () => {
  const { user } = await openWith(3);
  const tiles = await screen.findByRole('list', { name: 'Pictures of the post' });
  await waitFor(() => expect(within(tiles).getAllByRole('listitem')).toHaveLength(3));
  for (const [at, alt] of ['First', 'Second', 'Third'].entries()) {
    await user.type(screen.getByRole('textbox', { name: `What picture ${at + 1} of 3 shows` }), alt);
  }
  screen.getByRole('button', { name: 'Move picture 1 of 3 back' }).focus();
  await user.keyboard('{Enter}{Enter}');
  expect(screen.getByText('Now picture 3 of 3.')).toBeInTheDocument();
  expect(screen.getByRole('button', { name: 'Move picture 3 of 3 back' })).toHaveFocus();
  expect(screen.getByRole('textbox', { name: 'What picture 3 of 3 shows' })).toHaveValue('First');
  await user.click(screen.getByRole('button', { name: 'Remove picture 1 of 3' }));
  await user.click(screen.getByRole('button', { name: 'Post' }));
  await waitFor(() =>
    expect(posted).toMatchObject({ text: 'Look', pictures: [{ alt: 'Third' }, { alt: 'First' }] }),
  );
  await waitFor(() => expect(screen.queryByRole('list', { name: 'Pictures of the post' })).toBeNull());
});

it('a picture that was refused says why, and nothing is posted while it stands there', async () => {
  outcomes = ['ready', 'refused'];
  const { user } = await openWith(2);
  expect(await screen.findByText(/something else hidden in this file/)).toBeVisible();
  await user.click(screen.getByRole('button', { name: 'Post' }));
  expect(await screen.findByText(/Not posted yet/)).toBeVisible();
  expect(posted).toBeNull();
  const refused = screen.getAllByRole('listitem').find((tile) => tile.textContent.includes('something else'));
  await user.click(within(refused as HTMLElement).getByRole('button', { name: /^Remove/ }));
  expect(screen.queryByText(/Not posted yet/)).toBeNull();
  await user.click(screen.getByRole('button', { name: 'Post' }));
  await waitFor(() => expect(posted).toMatchObject({ pictures: [{ id: id(0), alt: '' }] }));
});

it('more than ten are not taken', async () => {
  await openWith(12);
  expect(await screen.findByText(/At most 10 pictures/)).toBeVisible();
  expect(screen.getAllByRole('textbox', { name: /What picture/ })).toHaveLength(10);
  expect(screen.getByRole('button', { name: 'Add pictures' })).toBeDisabled();
});
