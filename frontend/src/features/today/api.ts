import { api } from '../../api/api';
import type { Today } from '../../api/shapes';

export type CardName = keyof Today['cards'];

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
  }),
});

export const { useGetTodayQuery } = todayApi;
