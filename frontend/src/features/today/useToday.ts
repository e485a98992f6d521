import { useEffect } from 'react';
import { useDispatch, useSelector } from 'react-redux';
import type { ThunkDispatch, UnknownAction } from '@reduxjs/toolkit';
import { useNow } from '../../components/useNow';
import { useDates, wallTimeAt } from '../../i18n/dates';
import type { WithConnection } from '../../realtime/connection';
import { todayApi, useGetTodayQuery } from './api';
import { useMe } from '../../session/useMe';
import { todayOpened, todaySlice, type WithToday } from './slice';

const nothing = todaySlice.getInitialState();

/** The cards of the day, read once and kept by events; at midnight they are read anew. */
export function useToday() {
  const dispatch = useDispatch<ThunkDispatch<unknown, unknown, UnknownAction>>();
  const { timeZone } = useDates();
  const { date, time } = wallTimeAt(new Date(useNow()).toISOString(), timeZone);
  const { error, refetch } = useGetTodayQuery(date, { refetchOnMountOrArgChange: true });
  const { cards, day, behind } = useSelector((state: Partial<WithToday>) => state.today ?? nothing);
  const isConnected = useSelector(({ connection }: WithConnection) => connection.status !== 'lost');
  const me = useMe();
  useEffect(() => void dispatch(todayOpened(me)), [dispatch, me]);
  useEffect(() => {
    if (!isConnected) return;
    for (const card of behind) {
      const asked = { forceRefetch: true, subscribe: false };
      void dispatch(todayApi.endpoints.getTodayCard.initiate(card, asked));
    }
  }, [behind, isConnected, dispatch]);
  return { cards: day === null ? null : cards, day, time, error, refetch };
}
