import { api, LIST } from '../../api/api';
import type { MailChoice, Page, Reminder } from '../../api/shapes';
import { replaceNewer } from '../../api/versions';
import type { LiveStore } from '../../realtime/live';

export interface ReminderListArgs {
  page: number;
  customer?: number;
  state?: Reminder['state'];
  /** Instants; those due at or after `from` and before `to`. */
  from?: string;
  to?: string;
  ordering?: string;
  page_size?: number;
}

export const remindersApi = api.injectEndpoints({
  endpoints: (build) => ({
    listReminders: build.query<Page<Reminder>, ReminderListArgs>({
      query: (params) => ({ url: '/api/reminders/', params }),
      providesTags: [{ type: 'Reminder', id: LIST }],
    }),
    listMailChoices: build.query<MailChoice[], void>({
      query: () => ({ url: '/api/me/mails/' }),
      providesTags: ['MailChoice'],
    }),
    chooseMails: build.mutation<MailChoice, Pick<MailChoice, 'kind' | 'wanted'>>({
      query: ({ kind, wanted }) => ({ url: `/api/me/mails/${kind}/`, method: 'PATCH', body: { wanted } }),
      onQueryStarted: async (_args, { queryFulfilled, dispatch }) => {
        const { data } = await queryFulfilled.catch(() => ({ data: null }));
        if (data) dispatch(putMailChoice(data));
      },
    }),
  }),
});

export const { useListRemindersQuery, useListMailChoicesQuery, useChooseMailsMutation } = remindersApi;

function putMailChoice(choice: MailChoice) {
  return remindersApi.util.updateQueryData('listMailChoices', undefined, (held) => {
    const row = held.find(({ kind }) => kind === choice.kind);
    if (row && row.version < choice.version) Object.assign(row, choice);
  });
}

/** Said of anybody's to the staff: one's own are read again. */
export function readMailChoices({ dispatch }: LiveStore): void {
  dispatch(remindersApi.util.invalidateTags(['MailChoice']));
}

const { selectCachedArgsForQuery, updateQueryData, invalidateTags } = remindersApi.util;

/** As for appointments: in place where it stays in place, else the lists are read again. */
export function putReminder(reminder: Reminder, { dispatch, getState }: LiveStore): void {
  const state = getState();
  let settled = true;
  for (const args of selectCachedArgsForQuery(state, 'listReminders')) {
    const held = remindersApi.endpoints.listReminders
      .select(args)(state)
      .data?.results.find(({ id }) => id === reminder.id);
    if (held && held.version >= reminder.version) continue;
    const stays = held?.due_at === reminder.due_at && (!args.state || args.state === reminder.state);
    if (!stays) settled = false;
    dispatch(updateQueryData('listReminders', args, ({ results }) => void replaceNewer(results, reminder)));
  }
  if (!settled) dispatch(invalidateTags([{ type: 'Reminder', id: LIST }]));
}
