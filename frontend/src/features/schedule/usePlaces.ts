import { useListRoomsQuery, useListTrainersQuery } from './api';

/** Who could give a class, and where. */
export function usePlaces() {
  const { data: trainers = [] } = useListTrainersQuery();
  const { data: rooms = [] } = useListRoomsQuery();
  return {
    trainer: trainers.map(({ id, display_name: label }) => ({ id, label })),
    room: rooms.map(({ id, name: label }) => ({ id, label })),
  };
}
