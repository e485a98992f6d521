import { createAction, createSlice, type PayloadAction } from '@reduxjs/toolkit';
import { useEffect, useId } from 'react';
import { useDispatch, useSelector } from 'react-redux';
import { sessionEnded } from '../api/baseQuery';

/** `joined`: all that is told at the topic is heard. `refused`: it may not be, or no longer, by this person. */
export type TopicStatus = 'joining' | 'joined' | 'refused';
type TopicState = Record<string, TopicStatus>;
interface Claim {
  who: string;
  topic: string;
}

/** Somebody on this screen, `who`, shows what a topic tells of, or no longer. */
export const topicClaimed = createAction<Claim>('realtime/topicClaimed');
export const topicReleased = createAction<Claim>('realtime/topicReleased');

const initialState: TopicState = {};

export const topicsSlice = createSlice({
  name: 'topics',
  initialState,
  reducers: {
    topicJoined: (state, { payload: topic }: PayloadAction<string>) => {
      state[topic] = 'joined';
    },
    topicRefused: (state, { payload: topic }: PayloadAction<string>) => {
      state[topic] = 'refused';
    },
    topicLeft: (state, { payload: left }: PayloadAction<string>) =>
      Object.fromEntries(Object.entries(state).filter(([topic]) => topic !== left)),
  },
  extraReducers: (builder) => builder.addCase(sessionEnded, () => initialState),
});

export const { topicJoined, topicRefused, topicLeft } = topicsSlice.actions;

/**
 * Hears a topic, `post:5` for example, for as long as the screen is open: whatever is told there since anything that the client
 * holds was read reaches the features as events. One's own topics need no asking. Any number of components and tabs may ask.
 */
export function useTopic(topic: string): TopicStatus {
  const who = useId();
  const dispatch = useDispatch();
  useEffect(() => {
    dispatch(topicClaimed({ who, topic }));
    return () => void dispatch(topicReleased({ who, topic }));
  }, [dispatch, who, topic]);
  return useSelector((state: { topics: TopicState }) => state.topics[topic] ?? 'joining');
}
