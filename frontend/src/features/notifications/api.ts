import { api, LIST } from '../../api/api';
import type { EventOf } from '../../realtime/event';
import type { LiveStore } from '../../realtime/live';

/** REST and events carry the same shapes; the events' are the ones that know each kind. */
export type Notification = EventOf<'notification.created'>['data']['notification'];
export type Content = Notification['content'];
export type Kind = Content['kind'];
export type Choice = EventOf<'notification.kind_chosen'>['data'];
export type MarkedRead = EventOf<'notification.read'>['data'];

/** How many are unread, exactly, at a version of the inbox. */
export interface Inbox {
  unread: number;
  version: number;
}

interface NotificationPage {
  /** Null when there is nothing older. */
  next: string | null;
  results: Notification[];
}

export const notificationsApi = api.injectEndpoints({
  endpoints: (build) => ({
    getInbox: build.query<Inbox, void>({
      query: () => ({ url: '/api/inbox/' }),
      providesTags: ['Inbox'],
    }),
    listNotifications: build.infiniteQuery<NotificationPage, void, number | null>({
      query: ({ pageParam: before }) => ({ url: '/api/notifications/', params: before ? { before } : {} }),
      infiniteQueryOptions: {
        initialPageParam: null,
        getNextPageParam: ({ next, results }) => (next ? results.at(-1)?.id : undefined),
      },
      providesTags: [{ type: 'Notification', id: LIST }],
    }),
    markRead: build.mutation<MarkedRead, number>({
      query: (id) => ({ url: `/api/notifications/${id}/read/`, method: 'POST', queueable: true }),
      onQueryStarted: putAnswer,
    }),
    /** Everything up to the newest that was on the screen, and nothing that has come since. */
    markAllRead: build.mutation<MarkedRead, number>({
      query: (up_to) => ({ url: '/api/inbox/read/', method: 'POST', body: { up_to }, queueable: true }),
      onQueryStarted: putAnswer,
    }),
    listChoices: build.query<Choice[], void>({
      query: () => ({ url: '/api/notifications/choices/' }),
      providesTags: ['NotificationChoice'],
    }),
    choose: build.mutation<Choice, Pick<Choice, 'kind' | 'channels'>>({
      query: ({ kind, channels }) => ({
        url: `/api/notifications/choices/${kind}/`,
        method: 'PATCH',
        body: { channels },
      }),
      onQueryStarted: async (_args, { queryFulfilled, dispatch }) => {
        const { data } = await queryFulfilled.catch(() => ({ data: null }));
        if (data) dispatch(putChoice(data));
      },
    }),
  }),
});

export const {
  useGetInboxQuery,
  useListNotificationsInfiniteQuery,
  useMarkReadMutation,
  useMarkAllReadMutation,
  useListChoicesQuery,
  useChooseMutation,
} = notificationsApi;

const { updateQueryData } = notificationsApi.util;

async function putAnswer(
  _args: unknown,
  { queryFulfilled, ...store }: LiveStore & { queryFulfilled: Promise<{ data: MarkedRead }> },
): Promise<void> {
  const { data } = await queryFulfilled.catch(() => ({ data: null }));
  if (data) putRead(data, store);
}

/** Of two states of the inbox the one with the greater version holds, whichever comes first. */
export function putInbox({ unread, version }: Inbox, { dispatch }: LiveStore): void {
  dispatch(
    updateQueryData('getInbox', undefined, (held) => {
      if (held.version < version) Object.assign(held, { unread, version });
    }),
  );
}

export function putRead(read: MarkedRead, store: LiveStore): void {
  const ids = new Set(read.ids);
  store.dispatch(
    updateQueryData('listNotifications', undefined, ({ pages }) => {
      for (const row of pages.flatMap(({ results }) => results))
        if (ids.has(row.id)) row.read_at ??= read.read_at;
    }),
  );
  putInbox(read, store);
}

type Created = EventOf<'notification.created'>['data'];

/** What came after it may be known already: then the list is read again, lest a row that was withdrawn or read come back as new. */
export function putCreated({ notification, ...inbox }: Created, store: LiveStore): void {
  const state = store.getState();
  const held = notificationsApi.endpoints.getInbox.select()(state).data;
  if (held && held.version > inbox.version) {
    const { data } = notificationsApi.endpoints.listNotifications.select()(state);
    const isShown = data?.pages.some(({ results }) => results.some(({ id }) => id === notification.id));
    if (!isShown) store.dispatch(notificationsApi.util.invalidateTags([{ type: 'Notification', id: LIST }]));
    return;
  }
  putNotification(notification, store);
  putInbox(inbox, store);
}

function putNotification(row: Notification, { dispatch }: LiveStore): void {
  dispatch(
    updateQueryData('listNotifications', undefined, ({ pages }) => {
      if (pages.some(({ results }) => results.some(({ id }) => id === row.id))) return;
      // Ids grow in the order of telling, so one that is older than the oldest shown belongs to a page not yet read.
      const page = pages.find(({ results }) => results.some(({ id }) => id < row.id));
      const { results } = page ?? pages.at(-1) ?? { results: [] };
      const isBeyond = !page && pages.at(-1)?.next;
      if (isBeyond) return;
      const at = results.findIndex(({ id }) => id < row.id);
      results.splice(at === -1 ? results.length : at, 0, row);
    }),
  );
}

export function dropNotifications(ids: readonly number[], { dispatch }: LiveStore): void {
  dispatch(
    updateQueryData('listNotifications', undefined, ({ pages }) => {
      for (const page of pages) page.results = page.results.filter(({ id }) => !ids.includes(id));
    }),
  );
}

export function putChoice(choice: Choice) {
  return updateQueryData('listChoices', undefined, (held) => {
    const row = held.find(({ kind }) => kind === choice.kind);
    if (row && row.version < choice.version) Object.assign(row, choice);
  });
}
