import { api } from '../../api/api';
import type { Today } from '../../api/shapes';
import type { EventOf } from '../../realtime/event';
import type { LiveStore } from '../../realtime/live';

export type CardName = keyof Today['cards'];
/** What a person has made of their start page. */
export type Arrangement = EventOf<'today.arranged'>['data'];

export const todayApi = api.injectEndpoints({
  endpoints: (build) => ({
    /** Everything at once. The argument is the day at the centre: with a new day it is asked for anew. */
    getToday: build.query<Today, string>({
      query: () => ({ url: '/api/today/' }),
      // Links to pictures are good for minutes: what finds one stale asks for the members' anew, and with them for this.
      providesTags: [{ type: 'Customer', id: 'TODAY' }],
    }),
    /** One card, where its rows are more than were held, or a picture is needed, which no event can bring. */
    getTodayCard: build.query<Today, CardName>({
      query: (card) => ({ url: '/api/today/', params: { card } }),
      keepUnusedDataFor: 0,
    }),
    getArrangement: build.query<Arrangement, void>({
      query: () => ({ url: '/api/today/arrangement/' }),
      providesTags: ['Arrangement'],
    }),
    /** Shown at once, and as it was if it is refused. */
    arrange: build.mutation<Arrangement, Pick<Arrangement, 'order' | 'hidden'>>({
      query: (body) => ({ url: '/api/today/arrangement/', method: 'PUT', body }),
      onQueryStarted: async (wanted, { queryFulfilled, ...store }) => {
        const shown = store.dispatch(
          todayApi.util.updateQueryData(
            'getArrangement',
            undefined,
            (held) => void Object.assign(held, wanted),
          ),
        );
        const { data } = await queryFulfilled.catch(() => ({ data: null }));
        if (data) putArrangement(data, store);
        else shown.undo();
      },
    }),
  }),
});

export const { useGetTodayQuery, useGetArrangementQuery, useArrangeMutation } = todayApi;

/** Of two the one with the greater version holds, whichever comes first. */
export function putArrangement(arrangement: Arrangement, { dispatch }: Pick<LiveStore, 'dispatch'>): void {
  dispatch(
    todayApi.util.updateQueryData('getArrangement', undefined, (held) => {
      if (held.version < arrangement.version) Object.assign(held, arrangement);
    }),
  );
}
