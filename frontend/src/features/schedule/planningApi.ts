import type {
  ClassSession,
  Page,
  Service,
  SessionInput,
  TimetableInput,
  TimetableOutcome,
} from '../../api/shapes';
import { LIST } from '../../api/api';
import { scheduleApi } from './api';

/** Adding classes, one or week after week. */
export const planningApi = scheduleApi.injectEndpoints({
  endpoints: (build) => ({
    listClassServices: build.query<Service[], void>({
      query: () => ({ url: '/api/services/', params: { page_size: 100, kind: 'class', active: true } }),
      transformResponse: ({ results }: Page<Service>) => results,
      providesTags: [{ type: 'Service', id: LIST }],
    }),
    addClass: build.mutation<ClassSession, SessionInput>({
      query: (body) => ({ url: '/api/sessions/', method: 'POST', body }),
      invalidatesTags: (made) => (made ? [{ type: 'ClassSession', id: LIST }] : []),
    }),
    addTimetable: build.mutation<TimetableOutcome, TimetableInput>({
      query: (body) => ({ url: '/api/timetables/', method: 'POST', body }),
      invalidatesTags: (made) => (made ? [{ type: 'ClassSession', id: LIST }] : []),
    }),
  }),
});

export const { useListClassServicesQuery, useAddClassMutation, useAddTimetableMutation } = planningApi;
