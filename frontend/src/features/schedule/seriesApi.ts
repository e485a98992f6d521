import { LIST } from '../../api/api';
import type { Timetable, TimetableChange, TimetableOutcome } from '../../api/shapes';
import { scheduleApi } from './api';

/** From which day on a series is changed: that of one class, or all that lies ahead. */
export type SeriesScope = 'following' | 'all';

interface Named {
  timetable: number;
  version: number;
  /** The class that is looked at. */
  session: number;
}

export interface SeriesEdit extends Named {
  scope: SeriesScope;
  first: string;
  change: TimetableChange;
}

export interface SeriesEnd extends Named {
  lastDay: string;
  reason: string;
}

const editRequest = ({ timetable, version, scope, first, change }: SeriesEdit, preview: boolean) => ({
  url: `/api/timetables/${timetable}/${scope === 'following' ? 'following/' : ''}`,
  method: scope === 'following' ? 'POST' : 'PATCH',
  body: { ...change, ...(scope === 'following' && { first }), ...(preview && { preview }) },
  headers: { 'If-Match': `"${version}"` },
});

const endRequest = ({ timetable, version, lastDay, reason }: SeriesEnd, preview: boolean) => ({
  url: `/api/timetables/${timetable}/end/`,
  method: 'POST',
  body: { last_day: lastDay, reason, ...(preview && { preview }) },
  headers: { 'If-Match': `"${version}"` },
});

/** All of the classes that it made may be others now. */
const changed = (done: TimetableOutcome | undefined, _error: unknown, { timetable, session }: Named) =>
  done
    ? [
        { type: 'ClassSession' as const, id: LIST },
        { type: 'ClassSession' as const, id: session },
        { type: 'Timetable' as const, id: timetable },
        { type: 'Roster' as const, id: session },
      ]
    : [];

/** Changing what comes week after week. A preview says what would come of it, and nothing does. */
export const seriesApi = scheduleApi.injectEndpoints({
  endpoints: (build) => ({
    getTimetable: build.query<Timetable, number>({
      query: (id) => ({ url: `/api/timetables/${id}/` }),
      providesTags: (_answer, _error, id) => [{ type: 'Timetable', id }],
    }),
    previewSeries: build.mutation<TimetableOutcome, SeriesEdit>({ query: (edit) => editRequest(edit, true) }),
    changeSeries: build.mutation<TimetableOutcome, SeriesEdit>({
      query: (edit) => editRequest(edit, false),
      invalidatesTags: changed,
    }),
    previewEnd: build.mutation<TimetableOutcome, SeriesEnd>({ query: (end) => endRequest(end, true) }),
    endSeries: build.mutation<TimetableOutcome, SeriesEnd>({
      query: (end) => endRequest(end, false),
      invalidatesTags: changed,
    }),
  }),
});

export const {
  useGetTimetableQuery,
  usePreviewSeriesMutation,
  useChangeSeriesMutation,
  usePreviewEndMutation,
  useEndSeriesMutation,
} = seriesApi;
