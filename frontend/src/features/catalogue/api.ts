import { api, LIST } from '../../api/api';
import type { Page, Plan, Room, RoomInput, Service, ServiceInput, StaffMember } from '../../api/shapes';

export interface ServiceListArgs {
  page: number;
  active: boolean;
  search: string;
}

/** Edits name the version that they were made on: what others saved meanwhile is never overwritten unseen. */
interface Edit<Input> {
  id: number;
  version: number | undefined;
  change: Partial<Input>;
}

const patch = <Input>(list: string, { id, version, change }: Edit<Input>) => ({
  url: `${list}${id}/`,
  method: 'PATCH',
  body: change,
  ...(version !== undefined && { headers: { 'If-Match': `"${version}"` } }),
});

/** All that there is to choose from; a centre that has more has other troubles. */
const choices = { page_size: 100 };

export const catalogueApi = api.injectEndpoints({
  endpoints: (build) => ({
    listCatalogue: build.query<Page<Service>, ServiceListArgs>({
      query: ({ search, ...params }) => ({
        url: '/api/services/',
        params: { ...params, ...(search && { search }) },
      }),
      providesTags: [{ type: 'Service', id: LIST }],
    }),
    getService: build.query<Service, number>({
      query: (id) => ({ url: `/api/services/${id}/` }),
      providesTags: [{ type: 'Service', id: LIST }],
    }),
    addService: build.mutation<Service, ServiceInput>({
      query: (body) => ({ url: '/api/services/', method: 'POST', body }),
      invalidatesTags: (saved) => (saved ? [{ type: 'Service', id: LIST }] : []),
    }),
    changeService: build.mutation<Service, Edit<ServiceInput>>({
      query: (edit) => patch('/api/services/', edit),
      invalidatesTags: (saved) => (saved ? [{ type: 'Service', id: LIST }] : []),
    }),
    listRoomPages: build.query<Page<Room>, number>({
      query: (page) => ({ url: '/api/rooms/', params: { page } }),
      providesTags: [{ type: 'Room', id: LIST }],
    }),
    addRoom: build.mutation<Room, RoomInput>({
      query: (body) => ({ url: '/api/rooms/', method: 'POST', body }),
      invalidatesTags: (saved) => (saved ? [{ type: 'Room', id: LIST }] : []),
    }),
    changeRoom: build.mutation<Room, Edit<RoomInput>>({
      query: (edit) => patch('/api/rooms/', edit),
      invalidatesTags: (saved) => (saved ? [{ type: 'Room', id: LIST }] : []),
    }),
    deleteRoom: build.mutation<null, number>({
      query: (id) => ({ url: `/api/rooms/${id}/`, method: 'DELETE' }),
      invalidatesTags: (_done, error) => (error ? [] : [{ type: 'Room', id: LIST }]),
    }),
    listUsualRooms: build.query<Room[], void>({
      query: () => ({ url: '/api/rooms/', params: choices }),
      transformResponse: ({ results }: Page<Room>) => results,
      providesTags: [{ type: 'Room', id: LIST }],
    }),
    listUsualTrainers: build.query<StaffMember[], void>({
      query: () => ({ url: '/api/staff/', params: choices }),
      transformResponse: ({ results }: Page<StaffMember>) => results,
      providesTags: [{ type: 'Staff', id: LIST }],
    }),
    listPlansToInclude: build.query<Plan[], void>({
      query: () => ({ url: '/api/plans/', params: choices }),
      transformResponse: ({ results }: Page<Plan>) => results,
      providesTags: [{ type: 'Plan', id: LIST }],
    }),
  }),
});

export const {
  useListCatalogueQuery,
  useGetServiceQuery,
  useAddServiceMutation,
  useChangeServiceMutation,
  useListRoomPagesQuery,
  useAddRoomMutation,
  useChangeRoomMutation,
  useDeleteRoomMutation,
  useListUsualRoomsQuery,
  useListUsualTrainersQuery,
  useListPlansToIncludeQuery,
} = catalogueApi;
